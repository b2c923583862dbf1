import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../src/database/database.ts';
import { midQuarter, type TestCollector } from '../test/collector.ts';
import { aFolder } from '../test/folder.ts';
import { heartHere } from '../test/heart.ts';
import type { Begin, Memory } from './collector-at-our-time.ts';

const program = fileURLToPath(new URL('collector-at-our-time.ts', import.meta.url));

/** The part of a test collector that also exists for one in its own process. */
export interface CollectorApart extends Pick<TestCollector, 'url' | 'db' | 'env' | 'heart' | 'clock'>, AsyncDisposable {
  /** Advances its clock by that many milliseconds. @returns its own memory then, without the test's. */
  pass(time: number): Promise<Memory>;
}

/** @param settings for its environment. */
export async function aCollectorApart(
  settings: Record<string, string>,
  timeouts: Begin['timeouts'],
): Promise<CollectorApart> {
  const folder = await aFolder();
  const env = { ...{ DATABASE_URL: `file:${folder.file('heart.db')}`, PORT: '0', RATE_LIMIT: 'off' }, ...settings };
  const clock = { now: midQuarter };
  const begin: Begin = { now: clock.now, timeouts };
  const child = fork(program, [JSON.stringify(begin)], { env, execArgv: ['--expose-gc'] });
  const gone = once(child, 'close');
  const [port] = (await Promise.race([once(child, 'message'), gone])) as [number];
  const db = await openDatabase(env.DATABASE_URL);
  return {
    url: `http://127.0.0.1:${port}`,
    db,
    env,
    clock,
    heart: (...args) => heartHere(args, env, () => clock.now),
    pass: async (time) => {
      clock.now += time;
      child.send(clock.now);
      const [memory] = (await once(child, 'message')) as [Memory];
      return memory;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await gone;
      db.$client.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
