import { readFile, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { median } from '../bench/median.ts';
import { openDatabase } from '../src/database/database.ts';
import { count } from '../test/collector.ts';
import { aFolder } from '../test/folder.ts';
import { aServingProcess, heartProcess } from '../test/processes.ts';
import { aReader } from '../test/reader.ts';
import { aPerson } from '../test/staff.ts';
import { expectNothingLost, expectIntact } from './accounts.ts';
import { print } from './chance.ts';
import { startWriters, type Writers } from './writers.ts';

export interface Soaking {
  seconds: number;
  /** How long the collector's rate is measured beforehand, in seconds. */
  measuring: number;
  /** The interval between exports, in seconds. */
  exportEvery: number;
  /** When backups are made, as shares of the duration. */
  backupAt: number[];
}

const mebibyte = 1024 * 1024;
/** The share of the duration that counts as warm-up. */
const warmUp = 0.2;

/**
 * Runs a collector at half of its maximum rate while figures and pages are read, rows exported and backups made.
 * Nothing may be lost, and each export and backup must contain everything acknowledged before it started.
 * @returns counts and measurements.
 */
export async function soak({ seconds, measuring, exportEvery, backupAt }: Soaking) {
  await using folder = await aFolder();
  const file = folder.file('heart.db');
  const env = { DATABASE_URL: `file:${file}` };
  await using collector = await aServingProcess(env, (seconds + measuring) * 1000 + 10 * 60_000);
  const readers = await readersOf(collector.url, env);
  const measured = startWriters({ whereTo: () => collector.url });
  await wait(measuring * 1000);
  const perSecond = acknowledged(measured) / measuring;
  await measured.stop();
  print(`  ${Math.round(perSecond)} responses per second by 16 writers; half of that for ${seconds} s`);

  using writers = startWriters({ whereTo: () => collector.url, perSecond: perSecond / 2 });
  const all = () => ({
    remembered: [...measured.remembered, ...writers.remembered],
    unexpected: [...measured.unexpected, ...writers.unexpected],
  });
  const memory: number[] = [];
  const wal: number[] = [];
  const exports: number[] = [];
  const backups: (number | string)[] = [];
  const work = new Set<Promise<unknown>>();
  const begin = (one: Promise<unknown>) => void work.add(one.finally(() => work.delete(one)));
  const begun = performance.now();
  for (let second = 1; second <= seconds; second += 1) {
    await wait(Math.max(0, begun + second * 1000 - performance.now()));
    memory.push(await residentMemory(collector.pid));
    wal.push((await stat(`${file}-wal`)).size / mebibyte);
    await readers.read();
    const before = acknowledged(all());
    if (second % exportEvery === 0) begin(readers.exportRows(before).then((time) => exports.push(time)));
    if (backupAt.some((part) => Math.round(part * seconds) === second)) {
      begin(backUp(env, folder.file(`backup-${second}.db`), before).then((time) => backups.push(time)));
    }
    if (second % 60 === 0) {
      print(`  ${second} s: ${before} responses, ${memory.at(-1)!.toFixed(0)} MiB, WAL ${wal.at(-1)!.toFixed(1)} MiB`);
    }
  }
  await Promise.all(work);
  await writers.stop();
  const lasted = (performance.now() - begun) / 1000;
  const rows = await expectNothingLost(env.DATABASE_URL, all());
  expect(rows).toBe(all().remembered.length);
  const early = median(part(memory, warmUp, 2 * warmUp));
  const late = median(part(memory, 1 - warmUp, 1));
  return {
    seconds,
    measuredPerSecond: Math.round(perSecond),
    sentPerSecond: Math.round(writers.remembered.length / lasted),
    rows,
    ...writers.troubles,
    memoryMiB: { afterWarmUp: Math.round(early), atTheEnd: Math.round(late), largest: Math.round(Math.max(...memory)) },
    memoryGrowthPercent: Number((100 * (late / early - 1)).toFixed(1)),
    largestWalMiB: Number(Math.max(...wal).toFixed(1)),
    exports: { made: exports.length, maxMs: Math.round(Math.max(...exports)) },
    backups,
  };
}

const acknowledged = ({ remembered }: Pick<Writers, 'remembered'>) =>
  remembered.filter(({ receipt }) => receipt).length;

const part = (values: number[], from: number, to: number) =>
  values.slice(Math.floor(from * values.length), Math.ceil(to * values.length));

async function residentMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
}

/** A reader who repeatedly reads figures and pages, and exports rows. */
async function readersOf(url: string, env: Record<string, string>) {
  const heart = async (...args: string[]) => {
    const { code, out, err } = await heartProcess(args, env);
    return { code: code ?? 1, out: out.trimEnd(), err };
  };
  const figures = await aReader({ url, heart });
  const staff = await aPerson({ url, heart }, 'ambassador');
  const { location } = Object.fromEntries((await staff.get('/console/departments/cws')).headers);
  const quarter = location!.slice(-'2026-07'.length);
  return {
    read: async () => {
      expect((await figures(quarter)).status).toBe(200);
      expect((await staff.get(location!)).status).toBe(200);
      expect((await fetch(`${url}/s/central`)).status).toBe(200);
    },
    /** @param minRows how many rows it must contain. @returns how long it took, in milliseconds. */
    exportRows: async (minRows: number) => {
      const before = performance.now();
      const answer = await staff.open(`${location}/responses.csv`);
      expect(answer.status).toBe(200);
      let lines = 0;
      for await (const bytes of answer.body!) lines += bytes.filter((byte: number) => byte === 0x0a).length;
      expect(lines - 1, 'rows exported').toBeGreaterThanOrEqual(minRows);
      return performance.now() - before;
    },
  };
}

/** Backs up the database while the collector runs. @returns how long it took, in milliseconds. */
async function backUp(env: Record<string, string>, file: string, minRows: number): Promise<number> {
  const before = performance.now();
  const { code, err } = await heartProcess(['backup', file], env, undefined, 10 * 60_000);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const time = Math.round(performance.now() - before);
  const db = await openDatabase(`file:${file}`);
  expect(await count(db, 'response'), 'rows backed up').toBeGreaterThanOrEqual(minRows);
  await expectIntact(db);
  db.$client.close();
  return time;
}
