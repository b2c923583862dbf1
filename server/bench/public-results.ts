import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { runHeart, startCollectorProcess } from './collector-process.ts';
import { median } from './median.ts';
import { publishCounty, quarters } from './published-county.ts';
import { keepFigures, machine } from './results.ts';

// Measures the published results at 50 requests at once, each page against a file of the same content from the same app, in turn.

const connections = 50;
const rounds = 5;
const seconds = 3;

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
  const answer = await fetch(url + path, { headers: { 'accept-encoding': 'br' } });
  const rate = (all: Round[]) => Math.round(median(all.map(({ perSecond }) => perSecond)));
  return {
    path,
    bytes: (await answer.arrayBuffer()).byteLength,
    perSecond: rate(pages),
    staticPerSecond: rate(files),
    ratio: Number(median(pages.map(({ perSecond }, at) => perSecond / files[at]!.perSecond)).toFixed(2)),
    p99: median(pages.map(({ p99 }) => p99)),
  };
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
  await collector.stop();
  await keepFigures('publicResults', { pages });
  // oxlint-disable-next-line no-console -- printing is the program's purpose
  console.log(machine);
} finally {
  await rm(folder, { recursive: true });
}
