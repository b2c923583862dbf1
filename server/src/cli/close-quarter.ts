import { whenClosed } from '../handoffs.ts';
import { clockHold, closeDueQuarters, closeQuarter, type Closed } from '../closing/closing.ts';
import { UserError, type Command, type CommandContext } from './command.ts';
import { allDepartments, departmentAsked, quarterAsked, quarterOptions } from './quarter-asked.ts';

/** Who closed the quarter, as recorded in its snapshot. */
const byHand = 'heart close-quarter';

const messages: Record<Closed['outcome'], string> = {
  closed: 'is closed.',
  'already-closed': 'was already closed. Nothing changed.',
  changed: 'changed in the meantime. Nothing was closed.',
  'not-ended': 'has not ended yet. A quarter cannot close before it ends.',
};

export const closeQuarterCommand: Command = {
  name: 'close-quarter',
  summary: 'Close one quarter, or without --quarter every quarter that is due.',
  options: { ...quarterOptions, 'clock-is-right': { type: 'boolean' } },
  run: async (context) => {
    const { db, terminal, options } = context;
    if (options['clock-is-right'] !== true) await requireRightClock(context);
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

/** Nothing closes by a clock that jumped (docs/design.md §3.9). It only looks: a command may run on any machine. @throws UserError */
async function requireRightClock({ db, terminal }: CommandContext): Promise<void> {
  const hold = await clockHold(db, terminal.clock());
  if (hold === undefined) return;
  const [now, seen] = [hold.now, hold.seenAt].map((instant) => new Date(instant).toISOString());
  throw new UserError(
    `The clock shows ${now}, but the database last saw ${seen}, so nothing was closed. If the clock is right, add --clock-is-right.`,
  );
}
