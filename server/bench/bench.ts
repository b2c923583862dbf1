import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { runHeart, startCollectorProcess, withNoop } from './collector-process.ts';
import { consolePages } from './console-pages.ts';
import { firstClicks } from './first-click.ts';
import { sendResponses, type Round } from './load.ts';
import { median } from './median.ts';
import { keepFigures, machine } from './results.ts';

// Prints what the collector does on this machine, today, and writes it to results.json. No figure fails the run:
// the machine decides them, and the ratios against a baseline of the same minutes are what can be compared.

const rounds = 3;
const asked = 200;
const sizes = { small: 10_000, large: 1_000_000 };

const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));
// oxlint-disable-next-line no-console -- printing is what this program is for
const print = (line: string) => console.log(line);

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'heart-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function intake() {
  return inFolder(async (folder) => {
    const collector = await startCollectorProcess(folder, withNoop);
    const idle = await collector.memory();
    const stored: Round[] = [];
    const nothing: Round[] = [];
    await sendResponses(collector.url, '/noop');
    await sendResponses(collector.url);
    for (let round = 0; round < rounds; round += 1) {
      nothing.push(await sendResponses(collector.url, '/noop'));
      stored.push(await sendResponses(collector.url));
    }
    const loaded = await collector.memory();
    await collector.stop();
    const perSecond = median(stored.map((round) => round.perSecond));
    const noop = median(nothing.map((round) => round.perSecond));
    return {
      responsesPerSecond: rounded(perSecond, 0),
      noopPerSecond: rounded(noop, 0),
      share: rounded(perSecond / noop),
      p50: median(stored.map((round) => round.p50)),
      p99: median(stored.map((round) => round.p99)),
      noopP99: median(nothing.map((round) => round.p99)),
      failed: [...stored, ...nothing].reduce((sum, { failed }) => sum + failed, 0),
      idleMemoryMiB: rounded(idle, 0),
      loadedMemoryMiB: rounded(loaded, 0),
    };
  });
}

/** A collector with that many responses, and a function that asks it for the figures of all regions: milliseconds. */
async function filled(folder: string, responses: number) {
  await runHeart(folder, 'demo', '--responses', String(responses));
  const token = await runHeart(folder, 'token', 'create', '--name', 'bench');
  const { quarter } = JSON.parse(await runHeart(folder, 'averages', '--json')) as { quarter: { id: string } };
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

/** The median times at both sizes, asked in turn after a warm-up. */
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
      return { smallMs: median(times.small), largeMs: median(times.large), pages };
    }),
  );
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
print(`widget                      ${wire.widgetBytes} bytes brotli (goal: at most 12,000)`);

const firstClick = await clicks();
const { bare, hosted, embed } = firstClick;
const spread = ({ clickable, least, most }: typeof bare) => `${clickable} ms (${least} to ${most})`;
print(`first click on a slow phone, its processor ${firstClick.slowdown} times slower`);
print(`  bare page                 ${spread(bare)}, its last byte at ${bare.pageLastByte}`);
print(`  hosted page               ${spread(hosted)}, its last byte at ${hosted.pageLastByte}`);
print(`  ratio                     ${hosted.ratio} (goal: at most 1.15)`);
print(`  embed                     ${spread(embed)}`);
print(`    the page's last byte    ${embed.pageLastByte} ms`);
print(`    the script asked for    ${embed.scriptAskedFor} ms`);
print(`    its last byte           ${embed.scriptLastByte} ms`);
print(`    it had run              ${embed.defined} ms`);
print(`  ratio                     ${embed.ratio} (goal: at most 2)`);

const load = await intake();
print(
  `responses, 64 connections   ${load.responsesPerSecond}/s on disk, p50 ${load.p50} ms, p99 ${load.p99} ms, ${load.failed} failed`,
);
print(`no-op route, the same app   ${load.noopPerSecond}/s, p99 ${load.noopP99} ms`);
print(`share                       ${load.share} (goal: 0.5 or more)`);
print(`memory                      ${load.idleMemoryMiB} MiB idle, ${load.loadedMemoryMiB} MiB after the load`);

const { smallMs, largeMs, pages } = await figures();
const quarter = { smallMs: rounded(smallMs), largeMs: rounded(largeMs), ratio: rounded(largeMs / smallMs) };
print(
  `figures of all regions      ${quarter.smallMs} ms at ${sizes.small} responses, ${quarter.largeMs} ms at ${sizes.large}`,
);
print(`ratio                       ${quarter.ratio} (goal: at most 1.5)`);
print(`pages of the console at ${sizes.large} responses (goal: 95 of 100 within 50 ms)`);
for (const { page, p50, p95 } of pages) print(`  ${page.padEnd(60)} p50 ${p50} ms, p95 ${p95} ms`);

await keepFigures('bench', { ...wire, firstClick, ...load, figures: { ...sizes, ...quarter }, pages });
