import { stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { aResponse, send } from '../test/collector.ts';
import { aFolder } from '../test/folder.ts';
import { heartHere } from '../test/heart.ts';
import { aServingProcess, heartProcess } from '../test/processes.ts';
import { openDatabase, type Database } from '../src/database/database.ts';
import { statement } from '../src/database/statement.ts';

const responses = 1_000_000;
const writers = 16;
/** Everything here may be slow, but nothing may hang. */
const timeout = 15 * 60 * 1000;

const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);
const sizeOf = async (file: string) => (await stat(file).catch(() => undefined))?.size ?? 0;

async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; came: T }> {
  const started = performance.now();
  const came = await work();
  return { seconds: Math.round((performance.now() - started) / 100) / 10, came };
}

/** People who send one response after another until they are stopped. */
function writing(collector: { url: string }) {
  const stopping = new AbortController();
  const sent: { id: string; status: number; at: number; took: number }[] = [];
  const one = async () => {
    while (!stopping.signal.aborted) {
      const response = aResponse({ comment: 'They called back the same day.' });
      const at = performance.now();
      const { status } = await send(collector, response);
      sent.push({ id: response.id, status, at, took: performance.now() - at });
    }
  };
  const all = Array.from({ length: writers }, one);
  return {
    sent,
    stop: async () => {
      stopping.abort();
      await Promise.all(all);
    },
  };
}

/** Watches the size of a file. @returns a function that gives the largest size seen. */
function watching(file: string) {
  let maxSize = 0;
  const timer = setInterval(() => void sizeOf(file).then((size) => (maxSize = Math.max(maxSize, size))), 50);
  return () => {
    clearInterval(timer);
    return maxSize;
  };
}

const percentile = (values: number[], share: number) =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0);

test(
  'backs up a million responses under load, restores them to another folder, and serves them again',
  async () => {
    await using folder = await aFolder();
    const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
    expect((await heartHere(['demo', '--responses', String(responses)], env)).code).toBe(0);

    const backup = folder.file('heart.backup');
    const quiet = await timed(() => heartProcess(['backup', folder.file('quiet.backup')], env, undefined, timeout));
    expect(quiet.came).toMatchObject({ code: 0, err: '' });

    const load = await (async () => {
      await using collector = await aServingProcess(env, timeout);
      const people = writing(collector);
      await expect.poll(() => people.sent.length, { timeout: 60_000 }).toBeGreaterThan(500);
      const before = people.sent.filter(({ status }) => status === 201).map(({ id }) => id);
      const [from, maxLog] = [performance.now(), watching(folder.file('heart.db-wal'))];
      const made = await timed(() => heartProcess(['backup', backup], env, undefined, timeout));
      const to = performance.now();
      await people.stop();
      expect(made.came).toMatchObject({ code: 0, err: '' });
      expect(people.sent.filter(({ status }) => status !== 201)).toEqual([]);
      const took = (first: number, last: number) =>
        people.sent.filter(({ at }) => at >= first && at < last).map(({ took }) => took);
      return { before, made, wal: maxLog(), p99Before: percentile(took(0, from), 0.99), took: took(from, to) };
    })();

    const target = folder.file('restored.db');
    const restored = { DATABASE_URL: `file:${target}` };
    const restoring = await timed(() => heartProcess(['restore', backup], restored, undefined, timeout));
    expect(restoring.came).toMatchObject({ code: 0, err: '' });
    const served = await timed(async () => {
      await using collector = await aServingProcess(restored, timeout);
      expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
    });
    const verified = await timed(() => heartProcess(['verify'], restored, undefined, timeout));
    expect(verified.came).toMatchObject({ code: 0, err: '' });

    const db = await openDatabase(restored.DATABASE_URL);
    const { rows } = await db.$client.execute(
      statement('SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM response)', [
        JSON.stringify(load.before),
      ]),
    );
    expect(rows, 'acknowledged before the backup started, but not in it').toEqual([]);
    const live = await openDatabase(env.DATABASE_URL);
    for (const table of ['snapshot', 'audit_event', 'action_plan']) {
      const read = async ({ $client }: Database) => (await $client.execute(`SELECT * FROM ${table}`)).rows;
      expect(await read(db), table).toEqual(await read(live));
    }
    db.$client.close();
    live.$client.close();

    await keepFigures('backup', {
      responses,
      databaseMiB: mebibytes(await sizeOf(folder.file('heart.db'))),
      backupMiB: mebibytes(await sizeOf(backup)),
      backupSeconds: quiet.seconds,
      underLoad: {
        writers,
        backupSeconds: load.made.seconds,
        answersMeanwhile: load.took.length,
        p99MillisecondsBefore: load.p99Before,
        p99MillisecondsMeanwhile: percentile(load.took, 0.99),
        walMiB: mebibytes(load.wal),
      },
      restoreSeconds: restoring.seconds,
      readyAgainSeconds: served.seconds,
      verifySeconds: verified.seconds,
    });
  },
  timeout,
);
