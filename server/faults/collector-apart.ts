import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../src/database/database.ts';
import { midQuarter, type TestCollector } from '../test/collector.ts';
import { aFolder } from '../test/folder.ts';
import { heartHere } from '../test/heart.ts';
import type { Begin, Memory } from './collector-at-our-time.ts';

const program = fileURLToPath(new URL('collector-at-our-time.ts', import.meta.url));

/** As much of a test's collector as there is of one in a process of its own. */
export interface CollectorApart extends Pick<TestCollector, 'url' | 'db' | 'env' | 'heart' | 'clock'>, AsyncDisposable {
  /** Lets so many milliseconds pass for it. @returns its own memory then, without that of whoever asks it things. */
  pass(time: number): Promise<Memory>;
}

/** @param settings go into its environment. */
export async function aCollectorApart(
  settings: Record<string, string>,
  patience: Begin['patience'],
): Promise<CollectorApart> {
  const folder = await aFolder();
  const env = { ...{ DATABASE_URL: `file:${folder.file('heart.db')}`, PORT: '0', RATE_LIMIT: 'off' }, ...settings };
  const clock = { now: midQuarter };
  const begin: Begin = { now: clock.now, patience };
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
