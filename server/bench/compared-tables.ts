import { grouped } from '@heart-survey/shared/counts';
import { table, type Row } from './table.ts';

/** The results of bench/tally-shapes.ts. */
export interface TallyShapes {
  date: string;
  machine: string;
  shapes: { name: string; microseconds: number; share: number; pages: number }[];
}

interface BeforeAndNow {
  before: number;
  now: number;
}

/** The results of bench/intake-compared.ts. */
export interface IntakeCompared {
  date: string;
  machine: string;
  levels: { connections: number; before: number; now: number; ratio: number; cpuRatio: number; p99?: BeforeAndNow }[];
}

/** The results of bench/on-a-server.ts. */
export interface OnAServer {
  date: string;
  machine: string;
  levels: IntakeCompared['levels'];
  pages: { page: string; file: number; server: number }[];
}

/** What each shape of the tallies costs. */
export function shapesOf({ date, machine, shapes }: TallyShapes): string[] {
  const head: Row = ['shape of the tallies', 'µs for each response', 'compared', 'pages written for one response'];
  return [
    `\`node server/bench/tally-shapes.ts\`, ${date}, ${machine}:`,
    table([
      head,
      ...shapes.map(({ name, ...of }): Row => [name, ...[of.microseconds, of.share, of.pages].map(String)]),
    ]),
  ];
}

/** How fast responses are stored, compared with the version before. */
export function comparisonOf({ date, machine, levels }: IntakeCompared): string[] {
  const head: Row = [
    'responses stored on disk, in one run',
    'the version before',
    'now',
    'ratio',
    'processor time for each',
    'their 99th percentile, before and now',
  ];
  return [
    `\`node server/bench/intake-compared.ts\`, ${date}, ${machine}:`,
    table([
      head,
      ...levels.map(({ connections, before, now, ratio, cpuRatio, p99 }): Row => [
        connections === 1 ? '1 connection' : `${connections} connections`,
        `${grouped(before)}/s`,
        `${grouped(now)}/s`,
        ratio.toFixed(2),
        cpuRatio.toFixed(2),
        p99 === undefined ? '–' : `${p99.before} and ${p99.now} ms`,
      ]),
    ]),
  ];
}

/** How fast the collector is on a libSQL server, compared with the version before and with a file. */
export function onServerOf({ date, machine, levels, pages }: OnAServer): string[] {
  const ofIntake = levels.map(({ connections, before, now, ratio }): Row => [
    `responses stored, ${connections === 1 ? '1 connection' : `${connections} connections`}`,
    `${grouped(before)}/s before`,
    `${grouped(now)}/s`,
    ratio.toFixed(2),
  ]);
  const ofPages = pages.map(({ page, file, server }): Row => [
    `\`${page}\`, 95th percentile`,
    `${file} ms on a file`,
    `${server} ms`,
    (server / file).toFixed(2),
  ]);
  const head: Row = ['on a libSQL server on the same machine', 'baseline', 'measured', 'ratio'];
  return [`\`node server/bench/on-a-server.ts\`, ${date}, ${machine}:`, table([head, ...ofIntake, ...ofPages])];
}
