import { readFile, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { runHeart, startCollectorProcess, withNoop } from './collector-process.ts';
import { bareDump } from './dump.ts';

// Measures an export of all responses, and how much it slows down people who respond at the same time.

const posts = 50;

export interface Exporting {
  rows: number;
  seconds: number;
  /** How long a dump of the same rows takes that formats and checks nothing, and how many times as long the export took. */
  dumpSeconds: number;
  dumpRatio: number;
  megabytes: number;
  /** The maximum resident memory during the export, and the increase, in MiB. */
  peakMemoryMiB: number;
  grownMiB: number;
  /** The longest block of the event loop, in milliseconds. */
  stallMs: number;
  /** The times of the posts during the export, in milliseconds. */
  postP50: number;
  postP99: number;
}

/** Exports a quarter's responses from a database that `heart demo` filled. */
export async function exporting(folder: string, quarter: string, department = 'cws'): Promise<Exporting> {
  const token = await runHeart(folder, 'token', 'create', '--name', `export ${quarter}`);
  const collector = await startCollectorProcess(folder, withNoop);
  const resident = async (line: 'VmRSS' | 'VmHWM') => {
    const status = await readFile(`/proc/${collector.pid}/status`, 'utf8');
    return Number(new RegExp(`${line}:\\s+(\\d+)`).exec(status)![1]) / 1024;
  };
  const stall = async () => Number(await (await fetch(`${collector.url}/stall`)).text());
  const take = async (path: string) => fetch(collector.url + path, { headers: { Authorization: `Bearer ${token}` } });
  await stall();
  const before = await resident('VmRSS');
  // Resets the peak.
  await writeFile(`/proc/${collector.pid}/clear_refs`, '5');

  const begun = performance.now();
  const answer = await take(`/api/v1/departments/${department}/quarters/${quarter}/responses.csv`);
  const sent = sendPosts(collector.url);
  let [bytes, lines] = [0, 0];
  for await (const chunk of answer.body!) {
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 10) lines += 1;
  }
  const seconds = (performance.now() - begun) / 1000;
  const times = (await sent).toSorted((a, b) => a - b);
  const [peak, maxStall] = [await resident('VmHWM'), await stall()];
  await collector.stop();
  const dumpSeconds = await bareDump(folder, quarter, department);
  const rounded = (value: number) => Math.round(value * 10) / 10;
  return {
    rows: lines - 1,
    seconds: rounded(seconds),
    dumpSeconds: rounded(dumpSeconds),
    dumpRatio: rounded(seconds / dumpSeconds),
    megabytes: rounded(bytes / 1e6),
    peakMemoryMiB: Math.round(peak),
    grownMiB: Math.round(peak - before),
    stallMs: rounded(maxStall),
    postP50: rounded(times[Math.floor(posts / 2)]!),
    postP99: rounded(times.at(-1)!),
  };
}

/** Sends responses one after the other. @returns how long each took, in milliseconds. */
async function sendPosts(url: string): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < posts; n += 1) {
    const body = JSON.stringify({ id: randomUUID(), region: 'central', ratings: { overall: 1 + (n % 5), respect: 4 } });
    const before = performance.now();
    const answer = await fetch(`${url}/api/v1/responses`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    await answer.text();
    times.push(performance.now() - before);
  }
  return times;
}
