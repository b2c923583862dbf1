import { open } from 'node:fs/promises';
import { startCollectorProcess, withNoop } from './collector-process.ts';
import { sendResponses, type Round } from './load.ts';
import { median } from './median.ts';

// The throughput of the intake to disk, compared with a route in the same app that does nothing, measured at the same time.

const rounds = 3;
const levels = [1, 16, 64, 256] as const;

/** The medians for one number of connections. */
export interface Level {
  connections: number;
  responsesPerSecond: number;
  noopPerSecond: number;
  share: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  noopP99: number;
  failed: number;
}

export async function intake(folder: string): Promise<Level[]> {
  const collector = await startCollectorProcess(folder, withNoop);
  const measured: Level[] = [];
  await sendResponses(collector.url, '/noop');
  await sendResponses(collector.url);
  for (const connections of levels) measured.push(await levelOf(collector.url, connections));
  await collector.stop();
  return measured;
}

async function levelOf(url: string, connections: number): Promise<Level> {
  const stored: Round[] = [];
  const nothing: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    nothing.push(await sendResponses(url, '/noop', connections));
    stored.push(await sendResponses(url, '/api/v1/responses', connections));
  }
  const perSecond = median(stored.map((round) => round.perSecond));
  const noop = median(nothing.map((round) => round.perSecond));
  return {
    connections,
    responsesPerSecond: Math.round(perSecond),
    noopPerSecond: Math.round(noop),
    share: Math.round((100 * perSecond) / noop) / 100,
    p50: median(stored.map((round) => round.p50)),
    p99: median(stored.map((round) => round.p99)),
    noopP99: median(nothing.map((round) => round.p99)),
    failed: [...stored, ...nothing].reduce((sum, { failed }) => sum + failed, 0),
  };
}

/** How long the disk takes to flush 32 KiB, in milliseconds: no commit can be faster. */
export async function flushOf(folder: string): Promise<number> {
  const file = await open(`${folder}/flushed`, 'w');
  const block = Buffer.alloc(32 * 1024, 1);
  const times: number[] = [];
  for (let n = 0; n < 100; n += 1) {
    await file.write(block);
    const before = performance.now();
    await file.sync();
    times.push(performance.now() - before);
  }
  await file.close();
  return Math.round(100 * median(times)) / 100;
}
