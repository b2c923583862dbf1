import { readFile } from 'node:fs/promises';
import type { CollectorProcess } from './collector-process.ts';
import { secondsOfLoad, sendResponses } from './load.ts';
import { median } from './median.ts';

const rounds = 5;
const levels = [1, 16, 64];
const rounded = (value: number) => Math.round(100 * value) / 100;

interface Rate {
  perSecond: number;
  /** The processor's time for each response, in milliseconds. */
  cpu: number;
  /** Milliseconds. */
  p99: number;
}

async function rateOf({ url, pid }: CollectorProcess, connections: number): Promise<Rate> {
  const before = await cpuOf(pid);
  const { perSecond, p99, failed } = await sendResponses(url, '/api/v1/responses', connections);
  if (failed > 0) throw new Error(`${failed} responses failed.`);
  return { perSecond, cpu: ((await cpuOf(pid)) - before) / (perSecond * secondsOfLoad), p99 };
}

/** The processor's time that a process has used, in milliseconds. Linux counts it in hundredths of a second. */
async function cpuOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** Compares how many responses two collectors store. They take turns, since the machine's speed changes. */
export async function compared(before: CollectorProcess, now: CollectorProcess) {
  const all = [];
  for (const connections of levels) {
    const one = await ratioAt(before, now, connections);
    // oxlint-disable-next-line no-console -- printing is the program's purpose
    console.log(
      `${connections} connections: ${one.before}/s before, ${one.now}/s now, ratio ${one.ratio}; processor ${one.cpuRatio}; p99 ${one.p99.before} and ${one.p99.now} ms`,
    );
    all.push(one);
  }
  return all;
}

async function ratioAt(before: CollectorProcess, now: CollectorProcess, connections: number) {
  const rates = { before: [] as Rate[], now: [] as Rate[] };
  for (let round = 0; round < rounds; round += 1) {
    const both = [
      ['before', before],
      ['now', now],
    ] as const;
    // Neither of them is always first.
    for (const [name, collector] of round % 2 === 0 ? both : both.toReversed()) {
      rates[name].push(await rateOf(collector, connections));
    }
  }
  const ratioOf = (figure: keyof Rate) =>
    rounded(median(rates.now.map((rate, round) => rate[figure] / rates.before[round]![figure])));
  const perSecond = (all: Rate[]) => Math.round(median(all.map((rate) => rate.perSecond)));
  const p99 = (all: Rate[]) => median(all.map((rate) => rate.p99));
  return {
    connections,
    before: perSecond(rates.before),
    now: perSecond(rates.now),
    ratio: ratioOf('perSecond'),
    cpuRatio: ratioOf('cpu'),
    p99: { before: p99(rates.before), now: p99(rates.now) },
  };
}
