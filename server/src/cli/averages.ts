import { plansReader } from '../action-plans/action-plans.ts';
import { quarterFigures, type Figures } from '../figures/figures.ts';
import type { Command } from './command.ts';
import { departmentAsked, quarterAsked, quarterOptions } from './quarter-asked.ts';

export const averages: Command = {
  name: 'averages',
  summary: 'Show each region’s average for a quarter. Without --quarter, the current one.',
  options: { ...quarterOptions, json: { type: 'boolean' } },
  run: async (context) => {
    const department = await departmentAsked(context);
    const quarter = quarterAsked(context, department);
    const figures = await quarterFigures(context.db, plansReader(context.db), department, quarter);
    context.terminal.out(context.options['json'] ? JSON.stringify(figures, null, 2) : table(figures, department.name));
    return 0;
  },
};

const statusWords = { met: 'met', below: '▼ below target', none: 'no ratings' };

function table({ quarter, target, regions, total }: Figures, department: string): string {
  const rows = [...regions, { ...total, name: 'Total', plan: null }].map((scores) => [
    scores.name,
    String(scores.responses),
    String(scores.n),
    scores.average ?? '–',
    scores.interval ? `${scores.interval.low}–${scores.interval.high}` : '–',
    statusWords[scores.status],
    scores.plan ? `${scores.plan.stage}: ${scores.plan.focus.join(', ')}` : '',
  ]);
  const head = ['Region', 'Responses', 'n', 'Average', '95% interval', 'Status', 'Action plan'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [
    `${department}, ${quarter.label}, ${quarter.status}, target ${target}`,
    '',
    line(head),
    ...rows.map(line),
  ].join('\n');
}
