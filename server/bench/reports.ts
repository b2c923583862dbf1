import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHeart, startCollectorProcess } from './collector-process.ts';
import { median } from './median.ts';
import { keepFigures, machine } from './results.ts';

// Measures how long a report takes as PDF, and how much ten of them slow down people who respond at the same time. Rounds
// with and without reports take turns, since the load of a machine changes.

const rounds = 5;
const reports = 10;

/** Sends responses one after the other while `isOn`, at least 150. @returns how long each took, in milliseconds. */
async function sendWhile(url: string, isOn: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (isOn() || times.length < 150) {
    const body = JSON.stringify({ id: randomUUID(), region: 'central', ratings: { overall: 4, respect: 5 } });
    const before = performance.now();
    const headers = { 'Content-Type': 'application/json' };
    await (await fetch(`${url}/api/v1/responses`, { method: 'POST', headers, body })).text();
    times.push(performance.now() - before);
  }
  return times;
}

const percentile95 = (times: number[]) => times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)]!;
const rounded = (value: number) => Number(value.toFixed(2));

async function measure(folder: string) {
  await runHeart(folder, 'demo', '--responses', '20000');
  const token = await runHeart(folder, 'token', 'create', '--name', 'bench');
  const { quarter } = JSON.parse(await runHeart(folder, 'averages', '--json', '--department', 'cws')) as {
    quarter: { id: string };
  };
  const [year, month] = quarter.id.split('-').map(Number) as [number, number];
  const closed = new Date(Date.UTC(year, month - 4)).toISOString().slice(0, 7);
  const collector = await startCollectorProcess(folder);
  const report = async () => {
    const before = performance.now();
    const path = `/api/v1/departments/cws/quarters/${closed}.pdf`;
    const answer = await fetch(collector.url + path, { headers: { Authorization: `Bearer ${token}` } });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`);
    await answer.arrayBuffer();
    return performance.now() - before;
  };
  const firstMs = await report();
  const times = { alone: [] as number[], meanwhile: [] as number[], each: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.alone.push(...(await sendWhile(collector.url, () => false)));
    let isOn = true;
    const sent = sendWhile(collector.url, () => isOn);
    const made = await Promise.all(Array.from({ length: reports }, report));
    isOn = false;
    times.meanwhile.push(...(await sent));
    times.each.push(Math.max(...made) / reports);
  }
  await collector.stop();
  const [alone, meanwhile] = [percentile95(times.alone), percentile95(times.meanwhile)];
  return {
    firstMs: rounded(firstMs),
    eachMs: rounded(median(times.each)),
    p95Alone: rounded(alone),
    p95: rounded(meanwhile),
    ratio: rounded(meanwhile / alone),
  };
}

const folder = await mkdtemp(join(tmpdir(), 'heart-bench-'));
try {
  const figures = await measure(folder);
  await keepFigures('reports', figures);
  // oxlint-disable-next-line no-console -- printing is the program's purpose
  console.log(machine, figures);
} finally {
  await rm(folder, { recursive: true });
}
