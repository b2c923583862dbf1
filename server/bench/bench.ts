import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { besideBareCommits } from './bare-commits.ts';
import { runHeart, startCollectorProcess } from './collector-process.ts';
import { consolePages } from './console-pages.ts';
import { exporting, type Exporting } from './exporting.ts';
import { firstClicks } from './first-click.ts';
import { flushOf, intake } from './intake.ts';
import { median } from './median.ts';
import { memoryOf } from './memory.ts';
import { keepFigures, machine } from './results.ts';
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

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'heart-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * A collector with that many responses, and a function that reads the figures of all regions.
 * @returns milliseconds.
 */
async function filled(folder: string, responses: number) {
  await runHeart(folder, 'demo', '--responses', String(responses));
  const token = await runHeart(folder, 'token', 'create', '--name', 'bench');
  const { quarter } = JSON.parse(await runHeart(folder, 'averages', '--json', '--department', 'cws')) as {
    quarter: { id: string };
  };
  const collector = await startCollectorProcess(folder);
  const { url, stop } = collector;
  const ask = async () => {
    const before = performance.now();
    const answer = await fetch(`${url}/api/v1/departments/cws/quarters/${quarter.id}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    await answer.arrayBuffer();
    return performance.now() - before;
  };
  return { ask, stop, collector, quarter: quarter.id };
}

/** The median times at both sizes, measured alternately after a warm-up. */
function figures() {
  return inFolder((one) =>
    inFolder(async (other) => {
      const [small, large] = [await filled(one, sizes.small), await filled(other, sizes.large)];
      const times = { small: [] as number[], large: [] as number[] };
      for (let asking = 0; asking < 2 * asked; asking += 1) {
        const [quick, slow] = [await small.ask(), await large.ask()];
        if (asking < asked) continue;
        times.small.push(quick);
        times.large.push(slow);
      }
      await small.stop();
      const pages = await consolePages(large.collector, other, large.quarter);
      await large.stop();
      const start = await coldStart(other);
      const csv = await exporting(other, before(large.quarter));
      return { smallMs: median(times.small), largeMs: median(times.large), pages, start, csv };
    }),
  );
}

/** The previous quarter, which has the most responses: the current one has just begun. */
function before(quarter: string): string {
  const [year, month] = quarter.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 4)).toISOString().slice(0, 7);
}

/** The same figures, and an export of more than a million rows, at ten million responses. */
function full() {
  return inFolder(async (folder) => {
    const { ask, stop, quarter } = await filled(folder, fullSize);
    const times: number[] = [];
    for (let asking = 0; asking < 2 * asked; asking += 1) times.push(await ask());
    await stop();
    return { fullMs: rounded(median(times.slice(asked))), csv: await exporting(folder, before(quarter)) };
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

const wire = await sizesOnTheWire();
print(`hosted page                 ${wire.pageBytes} bytes brotli`);
print(`hosted page, all it loads   ${wire.pageWithAllItLoadsBytes} bytes brotli (goal: at most 20,000)`);
print(`widget                      ${wire.widgetBytes} bytes brotli (goal: at most 14,250)`);

const firstClick = await clicks();
const { bare, hosted, embed } = firstClick;
const spread = ({ clickable, min, max }: typeof bare) => `${clickable} ms (${min} to ${max})`;
print(`first click on a slow phone, its processor ${firstClick.slowdown} times slower`);
print(`  bare page                 ${spread(bare)}, its last byte at ${bare.pageLastByte}`);
print(`  hosted page               ${spread(hosted)}, its last byte at ${hosted.pageLastByte}`);
print(`  ratio                     ${hosted.ratio} (goal: at most 1.15)`);
print(`  embed                     ${spread(embed)}`);
print(`    the page's last byte    ${embed.pageLastByte} ms`);
print(`    script requested        ${embed.scriptAskedFor} ms`);
print(`    its last byte           ${embed.scriptLastByte} ms`);
print(`    it had run              ${embed.defined} ms`);
print(`  ratio                     ${embed.ratio} (goal: at most 2)`);

const flushMs = await inFolder(flushOf);
print(`the disk flushes 32 KiB in  ${flushMs} ms`);
const levels = await inFolder(intake);
for (const { connections, responsesPerSecond, p50, p99, noopPerSecond, noopP99, share, failed } of levels) {
  print(
    `responses, ${String(connections).padStart(3)} connections  ${responsesPerSecond}/s on disk, p50 ${p50} ms, p99 ${p99} ms, ${failed} failed`,
  );
  print(`  no-op route, same app     ${noopPerSecond}/s, p99 ${noopP99} ms`);
  print(`  share                     ${share}${connections === 64 ? ' (goal: 0.7 or more)' : ''}`);
}
const alone = await inFolder(besideBareCommits);
print(`one connection, stored      ${alone.storedPerSecond}/s`);
print(`  bare commits of one row   ${alone.barePerSecond}/s`);
print(`  ratio                     ${alone.ratio} (goal: 0.8 or more)`);
const memory = await inFolder((folder) => inFolder((filled) => memoryOf(folder, filled)));
print(
  `memory                      ${memory.idleMemoryMiB} MiB idle (goal: at most 110), ${memory.workedMemoryMiB} MiB after a sign-in, a page, a PDF and an XLSX (goal: at most 160), ${memory.loadedMemoryMiB} MiB after the load (goal: at most 250)`,
);
const firstStartMs = await inFolder(firstStart);
print(`start with a new database   ${firstStartMs} ms to the first answer`);

const { smallMs, largeMs, pages, start, csv } = await figures();
const quarter = { smallMs: rounded(smallMs), largeMs: rounded(largeMs), ratio: rounded(largeMs / smallMs) };
print(
  `figures of all regions      ${quarter.smallMs} ms at ${sizes.small} responses, ${quarter.largeMs} ms at ${sizes.large}`,
);
print(`ratio                       ${quarter.ratio} (goal: at most 1.5)`);
print(`start at ${sizes.large} responses    ${start.coldStartMs} ms to the first answer`);
print(`  one line by node          ${start.oneLineMs} ms, with a file of the same size`);
print(`  ratio                     ${start.coldStartRatio} (goal: at most 2.5)`);
print(`console pages at ${sizes.large} responses (goal: 95 of 100 within 50 ms)`);
for (const { page, p50, p95 } of pages) print(`  ${page.padEnd(60)} p50 ${p50} ms, p95 ${p95} ms`);

printExport(csv);

const all = isFull ? await full() : undefined;
if (all) {
  print(`figures at ${fullSize} responses   ${all.fullMs} ms`);
  printExport(all.csv);
}

await keepFigures('bench', {
  ...wire,
  firstClick,
  flushMs,
  intake: levels,
  alone,
  ...memory,
  firstStartMs,
  ...start,
  figures: { ...sizes, ...quarter, ...(all ? { full: fullSize, fullMs: all.fullMs } : {}) },
  csv: [csv, ...(all ? [all.csv] : [])],
  pages,
});

function printExport(csv: Exporting) {
  const { rows, seconds, dumpSeconds, dumpRatio, megabytes, peakMemoryMiB, grownMiB, stallMs, postP50, postP99 } = csv;
  print(
    `responses.csv, ${rows} rows  ${seconds} s, ${megabytes} MB, peak ${peakMemoryMiB} MiB (${grownMiB} more than before)`,
  );
  print(`  a bare dump of these rows ${dumpSeconds} s, ratio ${dumpRatio} (goal: at most 10)`);
  print(`  event loop blocked        at most ${stallMs} ms (goal: 100)`);
  print(`  50 posts meanwhile        p50 ${postP50} ms, p99 ${postP99} ms (goal: 250)`);
}
