import { readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import { besideBareCommits } from './bare-commits.ts';
import { runHeart, startCollectorProcess } from './collector-process.ts';
import { consolePages } from './console-pages.ts';
import { barePage } from './bare-page.ts';
import { exporting } from './exporting.ts';
import { firstClicks } from './first-click.ts';
import { inFolder } from './folder.ts';
import { flushOf, intake } from './intake.ts';
import { median } from './median.ts';
import { memoryOf } from './memory.ts';
import { keepFigures, keptFigures, machine } from './results.ts';
import { rowReader, tallies } from './rows-behind.ts';
import { scaleOf } from './scale-of.ts';
import { speeds } from './speeds.ts';
import { coldStart, firstStart } from './start.ts';

// Measures the collector on this machine, prints the results and writes them to results.json. No figure fails the run,
// since they depend on the machine; compare the ratios with a baseline measured at the same time. With `--full` it also
// fills a database with ten million responses, which takes a quarter of an hour.

const asked = 200;
const sizes = { small: 10_000, large: 1_000_000 };
const fullSize = 10_000_000;
const isFull = process.argv.includes('--full');

const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));
// oxlint-disable-next-line no-console -- printing is the program's purpose
const print = (line: string) => console.log(line);

/**
 * A collector on a filled database; a function that asks for the figures of all regions, and one that only reads their rows.
 * Both return milliseconds.
 */
async function readerOf(folder: string) {
  const token = await runHeart(folder, 'token', 'create', '--name', 'bench');
  const { quarter } = JSON.parse(await runHeart(folder, 'averages', '--json', '--department', 'cws')) as {
    quarter: { id: string };
  };
  const collector = await startCollectorProcess(folder);
  const { url } = collector;
  const ask = async () => {
    const before = performance.now();
    const answer = await fetch(`${url}/api/v1/departments/cws/quarters/${quarter.id}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    await answer.arrayBuffer();
    return performance.now() - before;
  };
  const rows = await rowReader(folder);
  const askRows = () => rows.read(tallies(quarter.id));
  const stop = async () => {
    rows[Symbol.dispose]();
    await collector.stop();
  };
  return { ask, askRows, stop, collector, quarter: quarter.id };
}

/** The median times at both sizes, measured alternately after a warm-up. */
function figures() {
  return inFolder((one) =>
    inFolder(async (other) => {
      await runHeart(one, 'demo', '--responses', String(sizes.small));
      await runHeart(other, 'demo', '--responses', String(sizes.large));
      const [small, large] = [await readerOf(one), await readerOf(other)];
      const times = await mediansOf({
        smallMs: small.ask,
        largeMs: large.ask,
        smallRowsMs: small.askRows,
        largeRowsMs: large.askRows,
      });
      await small.stop();
      const pages = await consolePages(large.collector, other, large.quarter);
      await large.stop();
      const start = await coldStart(other);
      const csv = await exporting(other, before(large.quarter));
      return { times, pages, start, csv };
    }),
  );
}

/** The median times, measured in turn after a warm-up. */
async function mediansOf<Name extends string>(
  asks: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number>> {
  const all = Object.entries(asks) as [Name, () => Promise<number>][];
  const times = all.map((): number[] => []);
  for (let asking = 0; asking < 2 * asked; asking += 1) {
    for (const [index, [, ask]] of all.entries()) {
      const time = await ask();
      if (asking >= asked) times[index]!.push(time);
    }
  }
  return Object.fromEntries(all.map(([name], index) => [name, rounded(median(times[index]!))])) as Record<Name, number>;
}

/** The previous quarter, which has the most responses: the current one has just begun. */
function before(quarter: string): string {
  const [year, month] = quarter.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 4)).toISOString().slice(0, 7);
}

/** The same figures, and an export of more than a million rows, at ten million responses with cases and campaigns. */
function full() {
  return inFolder(async (folder) => {
    const { pages, ...size } = await scaleOf(folder, fullSize);
    const { ask, askRows, stop, quarter } = await readerOf(folder);
    const times = await mediansOf({ fullMs: ask, fullRowsMs: askRows });
    await stop();
    return { times, pages, size, csv: await exporting(folder, before(quarter)) };
  });
}

function sizesOnTheWire() {
  return inFolder(async (folder) => {
    const collector = await startCollectorProcess(folder);
    const page = await (await fetch(`${collector.url}/s/central`)).text();
    const loads = [...page.matchAll(/"(\/[^"?]*\.(?:js|css|svg|json))"/g)].map(([, path]) => path!);
    const parts = await Promise.all(
      loads.map(async (path) => Buffer.from(await (await fetch(collector.url + path)).arrayBuffer())),
    );
    await collector.stop();
    const widget = await readFile(new URL(import.meta.resolve('@heart-survey/widget/bundle')));
    const bytes = (part: Buffer | string) => brotliCompressSync(part).length;
    return {
      pageBytes: bytes(page),
      pageWithAllItLoadsBytes: [page, ...parts].reduce((sum, part) => sum + bytes(part), 0),
      widgetBytes: bytes(widget),
      barePageBytes: bytes(String(await barePage())),
    };
  });
}

function clicks() {
  return inFolder(async (folder) => {
    const collector = await startCollectorProcess(folder);
    try {
      const { slowdown, bare, hosted, embed } = await firstClicks(collector.url);
      const times = (page: typeof bare) => rounded(page.clickable / bare.clickable);
      return {
        slowdown: rounded(slowdown, 1),
        bare,
        hosted: { ...hosted, ratio: times(hosted) },
        embed: { ...embed, ratio: times(embed) },
      };
    } finally {
      await collector.stop();
    }
  });
}

print(`${machine}\n`);
const flushMs = await inFolder(flushOf);
const wire = await sizesOnTheWire();
print('Measuring first clicks …');
const firstClick = await clicks();
print('Measuring the intake …');
const levels = await inFolder(intake);
const alone = await inFolder(besideBareCommits);
const memory = await inFolder((folder) => inFolder((filled) => memoryOf(folder, filled)));
const firstStartMs = await inFolder(firstStart);
print('Filling databases, and measuring pages, starts and an export …');
const { times, pages, start, csv } = await figures();
if (isFull) print(`Doing the same with ${fullSize} responses …`);
const all = isFull ? await full() : undefined;

await keepFigures('bench', {
  ...wire,
  firstClick,
  flushMs,
  intake: levels,
  alone,
  ...memory,
  firstStartMs,
  ...start,
  figures: {
    ...sizes,
    ...times,
    ratio: rounded(times.largeMs / times.smallMs),
    ...(all ? { full: fullSize, ...all.times } : {}),
  },
  csv: [csv, ...(all ? [all.csv] : [])],
  pages,
  ...(all ? { fullPages: all.pages, fullScale: all.size } : {}),
});

for (const { what, measured, baseline, bound, goal } of speeds((await keptFigures()).bench)) {
  print(`\n${what}: ${measured}`);
  if (baseline !== undefined) print(`  baseline   ${baseline}`);
  print(`  bounded by ${bound}`);
  if (goal !== undefined) print(`  goal       ${goal}`);
}
print('\nConsole pages, in ms: p50, p95, and p95 of reading the rows behind each');
for (const { page, p50, p95, rowsP95 } of [...pages, ...(all?.pages ?? [])]) {
  print(`  ${page.padEnd(60)} ${p50}, ${p95}, ${rowsP95}`);
}
