import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import autocannon from 'autocannon';
import type { Browser } from 'playwright-core';
import { pack, quick } from '../src/http/asset.ts';
import { runHeart, startCollectorProcess } from './collector-process.ts';
import { open, site } from './first-click.ts';
import { median } from './median.ts';
import { publishCounty, quarters } from './published-county.ts';
import { keepFigures, machine } from './results.ts';

// Measures the published results at 50 requests at once, each page against a file of the same content from the same app, in turn; and how
// soon a slow phone shows one.

const connections = 50;
const rounds = 4;
const seconds = 3;
const phoneRounds = 15;

interface Round {
  perSecond: number;
  p99: number;
}

interface PageSpeed {
  path: string;
  bytes: number;
  perSecond: number;
  staticPerSecond: number;
  /** The rate compared with the file's. */
  ratio: number;
  p99: number;
}

async function load(url: string): Promise<Round> {
  const headers = { 'accept-encoding': 'br', 'accept-language': 'es-MX,es;q=0.9,en;q=0.8' };
  const result = await autocannon({ url, connections, duration: seconds, headers });
  if (result.non2xx + result.errors > 0) throw new Error(`${url} failed ${result.non2xx + result.errors} times.`);
  return { perSecond: result['2xx'] / result.duration, p99: result.latency.p99 };
}

async function speedOf(url: string, path: string): Promise<PageSpeed> {
  const pages: Round[] = [];
  const files: Round[] = [];
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const [file, page] = [await load(`${url}/static${path}`), await load(url + path)];
    if (round === 0) continue;
    files.push(file);
    pages.push(page);
  }
  const page = await (await fetch(url + path)).arrayBuffer();
  const rate = (all: Round[]) => Math.round(median(all.map(({ perSecond }) => perSecond)));
  return {
    path,
    bytes: pack(new Uint8Array(page), quick).br().length,
    perSecond: rate(pages),
    staticPerSecond: rate(files),
    ratio: Number(median(pages.map(({ perSecond }, at) => perSecond / files[at]!.perSecond)).toFixed(2)),
    p99: median(pages.map(({ p99 }) => p99)),
  };
}

/** The times until a slow phone shows a page, in milliseconds, and compared with the same page without style or drawings. */
async function onSlowPhone(url: string) {
  const html = await (await fetch(url)).text();
  const bare = await site(html.replaceAll(/<(style|svg)\b.*?<\/\1>/gs, '').replaceAll(/ (class|style)="[^"]*"/g, ''));
  const browser = await launchBrowser();
  const times = { bare: [] as number[], page: [] as number[] };
  try {
    for (let round = 0; round <= phoneRounds; round += 1) {
      const [first, second] = [await shownAfter(browser, bare.url), await shownAfter(browser, url)];
      if (round === 0) continue;
      times.bare.push(first);
      times.page.push(second);
    }
  } finally {
    await browser.close();
    bare.server.close();
  }
  const [bareMs, pageMs] = [Math.round(median(times.bare)), Math.round(median(times.page))];
  return { bareMs, pageMs, ratio: Number((pageMs / bareMs).toFixed(2)) };
}

/** When the page is complete, painted, and free to scroll. */
async function shownAfter(browser: Browser, url: string): Promise<number> {
  const { context, page } = await open(browser, url);
  await page.waitForLoadState('load');
  const shown = await page.evaluate<number>(
    `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))`,
  );
  await context.close();
  return shown;
}

const folder = await mkdtemp(join(tmpdir(), 'heart-bench-'));
try {
  await runHeart(folder, 'migrate');
  await publishCounty(`file:${join(folder, 'heart.db')}`);
  const collector = await startCollectorProcess(folder, [fileURLToPath(new URL('with-static.ts', import.meta.url))]);
  const paths = [
    '/results',
    '/results/cws',
    `/results/cws/${quarters.at(-1)}`,
    `/results/cws/${quarters.at(-1)}.json`,
    '/widget/v1/results/cws.json',
  ];
  const pages: PageSpeed[] = [];
  for (const path of paths) {
    const speed = await speedOf(collector.url, path);
    // oxlint-disable-next-line no-console -- printing is the program's purpose
    console.log(speed);
    pages.push(speed);
  }
  const slowPhone = await onSlowPhone(`${collector.url}${paths[2]}?lang=en`);
  // oxlint-disable-next-line no-console -- printing is the program's purpose
  console.log(slowPhone);
  await collector.stop();
  await keepFigures('publicResults', { pages, slowPhone });
  // oxlint-disable-next-line no-console -- printing is the program's purpose
  console.log(machine);
} finally {
  await rm(folder, { recursive: true });
}
