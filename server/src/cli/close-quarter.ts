import { whenClosed } from '../handoffs.ts';
import { closeDueQuarters, closeQuarter, type Closed } from '../closing/closing.ts';
import type { Command } from './command.ts';
import { allDepartments, departmentAsked, quarterAsked, quarterOptions } from './quarter-asked.ts';

/** Who closed the quarter, as recorded in its snapshot. */
const byHand = 'heart close-quarter';

const messages: Record<Closed['outcome'], string> = {
  closed: 'is closed.',
  'already-closed': 'was already closed. Nothing changed.',
  'not-ended': 'has not ended yet. A quarter cannot close before it ends.',
};

export const closeQuarterCommand: Command = {
  name: 'close-quarter',
  summary: 'Close one quarter, or without --quarter every quarter that is due.',
  options: quarterOptions,
  run: async (context) => {
    const { db, terminal, options } = context;
    const closing = { db, clock: terminal.clock, alongside: whenClosed };
    if (options['quarter'] === undefined) {
      const departments =
        options['department'] === undefined ? await allDepartments(context) : [await departmentAsked(context)];
      const closed = await closeDueQuarters(closing, departments, byHand);
      closed.forEach(({ department, quarter }) => terminal.out(`${department.name}, ${quarter.label} is closed.`));
      if (closed.length === 0) terminal.out('No quarter is due to close.');
      return 0;
    }
    const department = await departmentAsked(context);
    const { quarter, outcome } = await closeQuarter(closing, department, quarterAsked(context, department), byHand);
    (outcome === 'not-ended' ? terminal.err : terminal.out)(
      `${department.name}, ${quarter.label} ${messages[outcome]}`,
    );
    return outcome === 'not-ended' ? 1 : 0;
  },
};
