import { startCollector, type CollectorOptions } from '../src/cli/collector.ts';
import { readConfig } from '../src/config.ts';
import { prepareDatabase } from '../src/database/prepare.ts';

// A collector with time limits and a clock set by another process, which sends it the time and gets its memory use:
// `node --expose-gc collector-at-our-time.ts '{"now":…,"timeouts":{…}}'`, with an IPC channel.

export interface Begin {
  /** Milliseconds since the epoch. */
  now: number;
  timeouts: NonNullable<CollectorOptions['timeouts']>;
}

/** In bytes: the used heap after garbage collection, and the process's resident memory. */
export type Memory = Pick<NodeJS.MemoryUsage, 'heapUsed' | 'rss'>;

const { now, timeouts } = JSON.parse(process.argv[2]!) as Begin;
const clock = { now };
const read = readConfig(process.env);
if ('errors' in read) throw new Error(read.errors.join('\n'));
const db = await prepareDatabase(read.config.databaseUrl, () => clock.now);
const log = { info: () => {}, error: () => {} };
const { port, load } = await startCollector({ db, config: read.config, clock: () => clock.now, log, timeouts });
await load();
process.on('message', (time: number) => {
  clock.now = time;
  globalThis.gc!();
  const { heapUsed, rss } = process.memoryUsage();
  process.send!({ heapUsed, rss } satisfies Memory);
});
process.on('disconnect', () => process.exit());
process.send!(port);
