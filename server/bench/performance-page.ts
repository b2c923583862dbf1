import { readFile, writeFile } from 'node:fs/promises';
import { grouped } from '@heart-survey/shared/counts';
import {
  comparisonOf,
  onServerOf,
  shapesOf,
  type IntakeCompared,
  type OnAServer,
  type TallyShapes,
} from './compared-tables.ts';
import { needsOf, sizesOf, type SizesOnDisk } from './needs.ts';
import { atMost, goal, kilobytes, speeds, type Bench } from './speeds.ts';
import { table, type Row } from './table.ts';

// The tables of docs/performance.md, made only from results.json, so that every figure was measured.

interface Counted {
  sent: number;
  rows: number;
}

/** The results that `pnpm test:faults` keeps; what has not run yet is missing. */
interface Faults {
  date: string;
  machine: string;
  kills?: Counted & { kills: number; killedInStart: number; ready: { medianMs: number; maxMs: number } };
  lostReplies?: Record<string, Counted>;
  storage?: Record<string, { refused: number; rows: number; takenAgainAfterMs: number }>;
  stop?: { stops: number; maxMs: number; storedAndNotAnswered: number };
  clockJumps?: { jumps: number; quartersClosed: number; rows: number };
  oneOfTwo?: Counted & { kills: number };
  upgrade?: { killedAt: number };
  mixed?: { operations: number; rows: number; verified: number };
  slowClients?: { p99: number; p99Without: number };
  fuzz?: { requests: number; slowestMs: number; memoryMiB: { heap: number; resident: number }[] };
}

interface Soak {
  seconds: number;
  sentPerSecond: number;
  rows: number;
  memoryGrowthPercent: number;
  largestWalMiB: number;
}

interface Backup {
  responses: number;
  underLoad: { writers: number; backupSeconds: number; answersMeanwhile: number; p99MillisecondsMeanwhile: number };
  restoreSeconds: number;
  readyAgainSeconds: number;
}

interface Litestream {
  acknowledged: number;
  lost: number;
  lostMilliseconds: number;
}

/** What `node server/bench/reports.ts` keeps. */
interface Reports {
  date: string;
  machine: string;
  /** The first report, which starts the process that makes them. */
  firstMs: number;
  eachMs: number;
  /** The 95th percentile of the survey's answers, alone and while ten reports are made, in milliseconds. */
  p95Alone: number;
  p95: number;
  ratio: number;
}

/** The 95th percentile of a page of a list, of reading the same rows by their numbers, and the first compared with the second. */
interface Compared {
  p95Ms: number;
  rowsP95Ms: number;
  ratio: number;
}

/** What `node server/bench/cases.ts` keeps. */
type Cases = { date: string; machine: string } & Record<keyof typeof caseLists, Compared>;

/** The lists and searches that are measured, in words. */
const caseLists = {
  open: 'open cases of a desk',
  managed: 'open cases of a department',
  later: 'a later page of them',
  closed: 'closed cases',
  mine: 'the cases that someone owns',
  searchCommon: 'search: words that every case has',
  searchRare: 'search: a word that one in a hundred has',
  searchOne: 'search: a number that one has',
} as const;

/** The memory and time of writing the log of cases as a file. */
interface LogExport {
  /** The most that the process held, and that JavaScript still needed, in MiB. */
  peakMiB: number;
  neededMiB: number;
  seconds: number;
}

/** What `node server/bench/case-log.ts` keeps. */
type CaseLog = { date: string; machine: string } & Record<
  'csv10000' | 'csv100000' | 'xlsx10000' | 'xlsx100000',
  LogExport
>;

/** What `node server/bench/public-results.ts` keeps. */
interface PublicResults {
  date: string;
  machine: string;
  pages: { path: string; bytes: number; perSecond: number; staticPerSecond: number; ratio: number; p99: number }[];
  slowPhone: { bareMs: number; pageMs: number; ratio: number };
}

/** What `node server/bench/coverage.ts` keeps. */
interface Coverage {
  date: string;
  machine: string;
  /** After the first time that the board is shown. */
  board: Compared;
  /** With nothing remembered of closed quarters, as after a start. */
  nothingRemembered: Compared;
  /** The 95th percentile of reading only the ids of the same rows, and the first time that the board is shown, in milliseconds. */
  keysP95Ms: number;
  firstMs: number;
}

export interface Results {
  bench: Bench;
  faults: Faults;
  soak?: Soak;
  backup?: Backup;
  litestream?: Litestream;
  reports?: Reports;
  cases?: Cases;
  caseLog?: CaseLog;
  publicResults?: PublicResults;
  coverage?: Coverage;
  tallyShapes?: TallyShapes;
  intakeCompared?: IntakeCompared;
  onAServer?: OnAServer;
  scale: SizesOnDisk;
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

/** Both tables, each below a line with the date and the machine. */
function figureTables({ bench, ...results }: Results): string {
  const { faults } = results;
  return [
    `\`pnpm bench\`, ${bench.date}, ${bench.machine}, a disk that flushes 32 KiB in ${bench.flushMs} ms:`,
    table([
      ['What', 'Measured', 'Baseline in the same run', 'What bounds it', 'Goal'],
      ...speeds(bench).map(({ what, measured, baseline = '–', bound, goal = '–' }): Row => [
        what,
        measured,
        baseline,
        bound,
        goal,
      ]),
    ]),
    `\`pnpm test:faults\`, ${faults.date}, ${faults.machine}:`,
    table([['what', 'result'], ...survived(results)]),
    ...(results.reports ? reportsOf(results.reports) : []),
    ...(results.cases ? casesOf(results.cases) : []),
    ...(results.caseLog ? caseLogOf(results.caseLog) : []),
    ...(results.publicResults ? publicResultsOf(results.publicResults) : []),
    ...(results.coverage ? coverageOf(results.coverage) : []),
    ...(results.tallyShapes ? shapesOf(results.tallyShapes) : []),
    ...(results.intakeCompared ? comparisonOf(results.intakeCompared) : []),
    ...(results.onAServer ? onServerOf(results.onAServer) : []),
    ...sizesOf(results.scale),
  ].join('\n\n');
}

function caseLogOf({ date, machine, ...files }: CaseLog): string[] {
  const row = (name: string, few: LogExport, many: LogExport): Row => [
    name,
    `${few.neededMiB} and ${many.neededMiB} MiB`,
    `${few.peakMiB} and ${many.peakMiB} MiB`,
    `${few.seconds} and ${many.seconds} s`,
  ];
  return [
    `\`node server/bench/case-log.ts\`, ${date}, ${machine}:`,
    table([
      ['The log of 10,000 and 100,000 cases', 'Memory that it needs', 'Memory of the process', 'Time'],
      row('CSV', files.csv10000, files.csv100000),
      row('workbook', files.xlsx10000, files.xlsx100000),
    ]),
  ];
}

function publicResultsOf({ date, machine, pages, slowPhone }: PublicResults): string[] {
  return [
    `\`node server/bench/public-results.ts\`, ${date}, ${machine}:`,
    table([
      ['Published results, 50 requests at once', 'Measured, and a file of the same content', 'Compared'],
      ...pages.map(({ path, bytes, perSecond, staticPerSecond, ratio, p99 }): Row => [
        `\`${path}\`, ${kilobytes(bytes)} brotli`,
        `${grouped(perSecond)} and ${grouped(staticPerSecond)}/s, 99th percentile ${p99} ms`,
        `${ratio.toFixed(2)} (${goal('at least 0.5', ratio >= 0.5)})`,
      ]),
      [
        'a quarter on a slow phone, and the same page without style or drawings',
        `${slowPhone.pageMs} and ${slowPhone.bareMs} ms`,
        `${slowPhone.ratio.toFixed(2)} (${atMost(1.15, slowPhone.ratio)})`,
      ],
    ]),
  ];
}

function coverageOf({ date, machine, board, nothingRemembered: cold, keysP95Ms, firstMs }: Coverage): string[] {
  const { p95Ms, rowsP95Ms, ratio } = board;
  const ofKeys = p95Ms / keysP95Ms;
  return [
    `\`node server/bench/coverage.ts\`, ${date}, ${machine}:`,
    table([
      ['Survey coverage of 40 departments with 6 years of quarters', '95th percentile', 'Compared'],
      [
        'the page after the first time, and reading the same rows',
        `${p95Ms} and ${rowsP95Ms} ms`,
        `${ratio.toFixed(2)} (${atMost(3, ratio)})`,
      ],
      [
        'the page after the first time, and reading only the numbers of its quarters',
        `${p95Ms} and ${keysP95Ms} ms`,
        ofKeys.toFixed(2),
      ],
      [
        'the page with nothing remembered, when every closed quarter is worked out, and reading the same rows',
        `${cold.p95Ms} and ${cold.rowsP95Ms} ms`,
        cold.ratio.toFixed(2),
      ],
      ['the very first time after a start', `${Math.round(firstMs)} ms`, '–'],
    ]),
  ];
}

function reportsOf({ date, machine, firstMs, eachMs, p95Alone, p95, ratio }: Reports): string[] {
  return [
    `\`node server/bench/reports.ts\`, ${date}, ${machine}:`,
    table([
      ['Reports as PDF', 'Measured', 'Goal'],
      ['the first one, which starts the process that makes them', `${Math.round(firstMs)} ms`, '–'],
      ['each of ten requested together', `${Math.round(eachMs)} ms`, '–'],
      ['95th percentile of responses sent alone, and while ten reports are made', `${p95Alone} and ${p95} ms`, '–'],
      ['the second, compared with the first', ratio.toFixed(2), atMost(1.5, ratio)],
    ]),
  ];
}

function casesOf(cases: Cases): string[] {
  const row = ([list, words]: [string, string]): Row => {
    const { p95Ms, rowsP95Ms, ratio } = cases[list as keyof typeof caseLists];
    return [words, `${p95Ms} and ${rowsP95Ms} ms`, `${ratio.toFixed(2)} (${atMost(3, ratio)})`];
  };
  return [
    `\`node server/bench/cases.ts\`, ${cases.date}, ${cases.machine}:`,
    table([
      ['One page of 100,000 cases', '95th percentile, and of reading the same rows', 'Compared'],
      ...Object.entries(caseLists).map(row),
    ]),
  ];
}

function survived({ faults, soak, backup, litestream }: Omit<Results, 'bench'>): Row[] {
  const { kills, lostReplies, storage, stop, clockJumps, oneOfTwo, upgrade, mixed, slowClients, fuzz } = faults;
  const counted = ({ sent, rows }: Counted) => `${grouped(sent)} sent, ${grouped(rows)} rows`;
  const rows: (Row | undefined)[] = [
    kills && [
      `${kills.kills} times \`kill -9\` under 16 writers, ${kills.killedInStart} of them during startup`,
      `${counted(kills)}; ready again after ${seconds(kills.ready.medianMs)}, ${seconds(kills.ready.maxMs)} at most (goal: 5 s)`,
    ],
    lostReplies && [
      `${Object.keys(lostReplies).join(', ').replaceAll(' %', '%')} of the answers cut off`,
      Object.values(lostReplies).map(counted).join('; '),
    ],
    ...Object.entries(storage ?? {}).map(([name, { refused, rows, takenAgainAfterMs }]): Row => [
      `${name}, five times`,
      `no false thank-you: ${grouped(refused)} refused, ${grouped(rows)} rows; accepted again after ${seconds(takenAgainAfterMs)} (goal: 10 s)`,
    ]),
    stop && [
      `stopped under load, ${stop.stops} times`,
      `${stop.storedAndNotAnswered} stored but not answered; ${seconds(stop.maxMs)} at most (goal: 10 s)`,
    ],
    clockJumps && [
      `${grouped(clockJumps.jumps)} clock jumps`,
      `${clockJumps.quartersClosed} quarters closed once each, ${grouped(clockJumps.rows)} rows`,
    ],
    oneOfTwo && [`one of two collectors killed ${oneOfTwo.kills} times`, counted(oneOfTwo)],
    upgrade && [
      `an upgrade from the first schema, killed at each of ${upgrade.killedAt} statements`,
      'nothing lost; the upgrade continues',
    ],
    mixed && [
      `${grouped(mixed.operations)} operations of customers and staff at once`,
      `\`heart verify\` agreed ${mixed.verified} times; ${grouped(mixed.rows)} rows, as many as were stored and not removed`,
    ],
    slowClients && [
      '2,000 half-open sockets',
      `99th percentile for others ${slowClients.p99} ms, without them ${slowClients.p99Without} ms (goal: 500 ms)`,
    ],
    fuzz && [
      `${grouped(fuzz.requests)} valid, nearly valid and hostile requests`,
      `no 5xx, the slowest ${grouped(Math.round(fuzz.slowestMs))} ms; heap ${fuzz.memoryMiB[0]!.heap} MiB at the start, ${fuzz.memoryMiB.at(-1)!.heap} MiB at the end`,
    ],
    soak && [
      `${Math.round(soak.seconds / 60)} minutes at half the rate, ${grouped(soak.sentPerSecond)} a second, with reads, exports and backups`,
      `${grouped(soak.rows)} rows, none lost; memory ${soak.memoryGrowthPercent}% more (goal: 5%), WAL ${soak.largestWalMiB} MiB at most (goal: 64)`,
    ],
    backup && [
      `a backup of ${grouped(backup.responses)} responses under ${backup.underLoad.writers} writers`,
      `${backup.underLoad.backupSeconds} s; ${grouped(backup.underLoad.answersMeanwhile)} accepted meanwhile, none refused, 99th percentile ${backup.underLoad.p99MillisecondsMeanwhile} ms; restored in ${(backup.restoreSeconds + backup.readyAgainSeconds).toFixed(1)} s`,
    ],
    litestream && [
      'the machine and its disk are lost, with Litestream running',
      `the last ${seconds(litestream.lostMilliseconds)} lost, ${grouped(litestream.lost)} of ${grouped(litestream.acknowledged)}`,
    ],
  ];
  return rows.filter((row) => row !== undefined);
}

const page = new URL('../../docs/performance.md', import.meta.url);
const sections = ['figures', 'needs'] as const;
const between = (name: string) => new RegExp(`(?<=<!-- ${name} -->\\n\\n).*(?=\\n\\n<!-- /${name} -->)`, 's');

/** What stands in each section of docs/performance.md that is made from results. */
export function pageSections(results: Results): Record<(typeof sections)[number], string> {
  const { bench, scale } = results;
  return { figures: figureTables(results), needs: needsOf(scale, bench.intake[2]!.responsesPerSecond) };
}

/** Writes the tables of these results into docs/performance.md. */
export async function writeTables(results: Results): Promise<void> {
  const made = pageSections(results);
  const text = await readFile(page, 'utf8');
  await writeFile(
    page,
    sections.reduce((before, name) => before.replace(between(name), () => made[name]), text),
  );
}

/** The sections that docs/performance.md has now. */
export async function writtenSections(): Promise<Record<string, string | undefined>> {
  const text = await readFile(page, 'utf8');
  return Object.fromEntries(sections.map((name) => [name, between(name).exec(text)?.[0]]));
}
