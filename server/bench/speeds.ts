import { grouped } from '@heart-survey/shared/counts';

// What `pnpm bench` measures: each figure with its baseline in the same run, what bounds it, and its goal.

interface Level {
  connections: number;
  responsesPerSecond: number;
  p99: number;
  noopPerSecond: number;
  noopP99: number;
  share: number;
}

interface Export {
  rows: number;
  seconds: number;
  dumpSeconds?: number;
  dumpRatio?: number;
  grownMiB: number;
  stallMs: number;
  postP99: number;
}

/** A page's 95th percentile, and that of reading the rows behind it. Older results have none. */
interface PageSpeed {
  page: string;
  p95: number;
  rowsP95?: number;
}

interface Clicks {
  clickable: number;
  min: number;
  max: number;
}

/** The results that `pnpm bench` keeps. What older results did not have is missing. */
export interface Bench {
  date: string;
  machine: string;
  pageBytes: number;
  pageWithAllItLoadsBytes: number;
  widgetBytes: number;
  barePageBytes?: number;
  firstClick: { bare: Clicks; hosted: { ratio: number }; embed: { ratio: number } };
  flushMs: number;
  intake: Level[];
  alone?: { storedPerSecond: number; barePerSecond: number; ratio: number };
  figures: {
    smallMs: number;
    largeMs: number;
    smallRowsMs?: number;
    largeRowsMs?: number;
    full?: number;
    fullMs?: number;
    fullRowsMs?: number;
  };
  csv: Export[];
  pages: PageSpeed[];
  fullPages?: PageSpeed[];
  firstStartMs: number;
  coldStartMs: number;
  oneLineMs?: number;
  coldStartRatio?: number;
  idleMemoryMiB: number;
  workedMemoryMiB?: number;
  loadedMemoryMiB: number;
}

export interface Speed {
  what: string;
  measured: string;
  /** Measured in the same run; not every figure has one. */
  baseline?: string | undefined;
  bound: string;
  goal?: string;
}

export const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
const each = <T>(values: T[], write: (value: T) => string | number) => values.map(write).join(', ');
const max = (values: number[]) => Math.max(...values);

/** @param reached whether the goal was met; a missed goal is marked. */
export const goal = (words: string, reached: boolean) => (reached ? words : `${words}: missed`);
const atLeast = (bound: number, value: number) => goal(`at least ${bound}`, value >= bound);
export const atMost = (bound: number, value: number, words = String(bound)) => goal(`at most ${words}`, value <= bound);

/** The words for a baseline, if it was measured. */
const measuredAs = (words: string, ...values: (number | undefined)[]) =>
  values.includes(undefined) ? undefined : `${words}: ${values.join(' and ')} ms`;

/** Every figure of `pnpm bench`. */
export function speeds(bench: Bench): Speed[] {
  return [
    ...onTheWire(bench),
    ...firstClicks(bench),
    ...intake(bench),
    ...reading(bench),
    ...exporting(bench),
    ...running(bench),
  ];
}

function onTheWire({ pageBytes, pageWithAllItLoadsBytes, widgetBytes, barePageBytes }: Bench): Speed[] {
  const baseline =
    barePageBytes === undefined ? undefined : `a bare page with the same questions: ${kilobytes(barePageBytes)}`;
  return [
    {
      what: 'the survey page, HTML and stylesheet, brotli',
      measured: kilobytes(pageBytes),
      baseline,
      bound: 'the statements, and a stylesheet in the page',
      goal: atMost(8000, pageBytes, '8 kB'),
    },
    {
      what: 'the survey page with everything it loads, brotli',
      measured: kilobytes(pageWithAllItLoadsBytes),
      baseline,
      bound: 'the script that keeps answers and sends them again',
      goal: atMost(20_000, pageWithAllItLoadsBytes, '20 kB'),
    },
    {
      what: 'the element with everything it needs, brotli',
      measured: kilobytes(widgetBytes),
      baseline,
      bound: 'Lit, and the form with its texts',
      goal: atMost(14_250, widgetBytes, '14.25 kB'),
    },
  ];
}

function firstClicks({ firstClick: { bare, hosted, embed } }: Bench): Speed[] {
  const baseline = 'that bare page';
  return [
    {
      what: 'first click on a slow phone: a bare page with the same 30 radio buttons',
      measured: `${bare.clickable} ms (${bare.min} to ${bare.max})`,
      bound: 'a round trip of 150 ms, and 1.6 Mbit/s',
    },
    {
      what: 'the survey page, compared with that',
      measured: String(hosted.ratio),
      baseline,
      bound: 'its style, which is worked out before the first picture',
      goal: atMost(1.15, hosted.ratio),
    },
    {
      what: 'an embedded survey, compared with that',
      measured: String(embed.ratio),
      baseline,
      bound: 'another round trip for the script, and running it',
      goal: atMost(2, embed.ratio),
    },
  ];
}

function intake({ intake: levels, alone, flushMs }: Bench): Speed[] {
  const noop = 'a route in the same app that does nothing';
  const shareAt64 = levels[2]!.share;
  return [
    {
      what: 'responses stored on disk, with 1, 16, 64 and 256 connections',
      measured: `${each(levels, ({ responsesPerSecond }) => grouped(responsesPerSecond))}/s`,
      baseline: `${noop}: ${each(levels, ({ noopPerSecond }) => grouped(noopPerSecond))}/s`,
      bound: `one thread for HTTP and the statements of SQLite; with one connection, the flush to disk (${flushMs} ms for 32 KiB)`,
    },
    {
      what: 'their 99th percentile',
      measured: `${each(levels, ({ p99 }) => p99)} ms`,
      baseline: `that route: ${each(levels, ({ noopP99 }) => noopP99)} ms`,
      bound: 'the commit before, for which a response waits',
    },
    {
      what: 'share of the rate of that route',
      measured: each(levels, ({ share }) => share.toFixed(2)),
      baseline: 'that route: 1',
      bound: 'SQLite: the row, its indexes, and the tallies',
      goal: goal('0.4 at 64', shareAt64 >= 0.4),
    },
    ...(alone === undefined
      ? []
      : [
          {
            what: 'responses stored with one connection, compared with bare commits of one row',
            measured: `${alone.ratio} (${grouped(alone.storedPerSecond)}/s)`,
            baseline: `bare commits: ${grouped(alone.barePerSecond)}/s`,
            bound: 'HTTP, the lookups before the commit, and more rows and indexes in it',
            goal: atLeast(0.8, alone.ratio),
          },
        ]),
  ];
}

function reading({ figures, pages, fullPages = [] }: Bench): Speed[] {
  const rows = 'a bare read of the same tallies';
  const slowest = slowestOf(pages);
  const pageRow = (what: string, page: PageSpeed): Speed => ({
    what: `${what}, slowest p95`,
    measured: `${page.p95} ms (${page.page.split('/').at(-1)})`,
    baseline: measuredAs('a bare read of the rows behind it', page.rowsP95),
    bound: 'working out figures, and writing HTML or a file',
  });
  return [
    {
      what: 'figures of all regions, with 10 thousand and 1 million responses',
      measured: `${figures.smallMs} and ${figures.largeMs} ms`,
      baseline: measuredAs(rows, figures.smallRowsMs, figures.largeRowsMs),
      bound: 'HTTP, and the number of tallies, which does not grow with the responses',
      goal: goal('within 1.5 ×', figures.largeMs <= 1.5 * figures.smallMs),
    },
    ...(figures.full === undefined
      ? []
      : [
          {
            what: `the same with ${grouped(figures.full)} responses`,
            measured: `${figures.fullMs} ms`,
            baseline: measuredAs(rows, figures.fullRowsMs),
            bound: 'the same',
          },
        ]),
    {
      ...pageRow('console pages at 1 million responses', slowest),
      goal: atMost(50, slowest.p95, '50 ms'),
    },
    ...(fullPages.length === 0
      ? []
      : [
          pageRow(
            `pages of cases, campaigns, groups, coverage and published results at ${grouped(figures.full!)} responses`,
            slowestOf(fullPages),
          ),
        ]),
  ];
}

/** The one with the longest 95th percentile. */
export const slowestOf = <Page extends PageSpeed>(pages: readonly Page[]): Page =>
  pages.reduce((one, other) => (other.p95 > one.p95 ? other : one));

function exporting({ csv }: Bench): Speed[] {
  const dumps = csv.flatMap(({ dumpSeconds }) => dumpSeconds ?? []);
  const ratios = csv.flatMap(({ dumpRatio }) => dumpRatio ?? []);
  return [
    {
      what: `\`responses.csv\`, ${csv.map(({ rows }) => grouped(rows)).join(' and ')} rows`,
      measured: csv.map(({ seconds, grownMiB }) => `${seconds} s, ${grownMiB} MiB more memory`).join('; '),
      baseline: dumps.length === 0 ? undefined : `a bare dump of the same rows: ${dumps.join(' and ')} s`,
      bound: 'one thread, which lets every request go first',
    },
    ...(ratios.length === 0
      ? []
      : [
          {
            what: 'their time, compared with that dump',
            measured: each(ratios, String),
            baseline: 'that dump: 1',
            bound: 'formatting each row, and the requests that go first',
            goal: atMost(10, max(ratios)),
          },
        ]),
    {
      what: 'maximum event loop delay meanwhile',
      measured: `${each(csv, ({ stallMs }) => stallMs)} ms`,
      bound: 'reading and writing one piece of the file',
      goal: atMost(100, max(csv.map(({ stallMs }) => stallMs)), '100 ms'),
    },
    {
      what: '99th percentile of 50 responses sent meanwhile',
      measured: `${each(csv, ({ postP99 }) => postP99)} ms`,
      bound: 'that delay',
      goal: atMost(250, max(csv.map(({ postP99 }) => postP99)), '250 ms'),
    },
  ];
}

function running(bench: Bench): Speed[] {
  const { firstStartMs, coldStartMs, oneLineMs, coldStartRatio } = bench;
  const { idleMemoryMiB, workedMemoryMiB, loadedMemoryMiB } = bench;
  return [
    {
      what: 'from start to the first answer',
      measured: `${coldStartMs} ms`,
      baseline: measuredAs('Node prints one line of a file with the same code', oneLineMs),
      bound: 'loading the code',
    },
    ...(coldStartRatio === undefined
      ? []
      : [
          {
            what: 'the start, compared with that line',
            measured: String(coldStartRatio),
            baseline: 'that line: 1',
            bound: 'running the code once, and opening the database',
            goal: atMost(2.5, coldStartRatio),
          },
        ]),
    {
      what: 'the start with a new database',
      measured: `${firstStartMs} ms`,
      baseline: `with one that exists: ${coldStartMs} ms`,
      bound: 'loading the code, and creating the tables',
    },
    {
      what: 'memory, idle and after 10 seconds of load',
      measured: `${idleMemoryMiB} and ${loadedMemoryMiB} MiB`,
      bound: 'code and what loading it leaves behind; under load, how far the heap may grow',
      goal: goal('110 and 250', idleMemoryMiB <= 110 && loadedMemoryMiB <= 250),
    },
    ...(workedMemoryMiB === undefined
      ? []
      : [
          {
            what: 'memory after a sign-in, a page, a PDF and an XLSX',
            measured: `${workedMemoryMiB} MiB`,
            baseline: `idle: ${idleMemoryMiB} MiB`,
            bound: 'code that is loaded when it is first needed, and what the page and the files leave behind',
            goal: atMost(160, workedMemoryMiB, '160 MiB'),
          },
        ]),
  ];
}
