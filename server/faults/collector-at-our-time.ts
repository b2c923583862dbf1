import { startCollector, type CollectorOptions } from '../src/cli/collector.ts';
import { readConfig } from '../src/config.ts';
import { prepareDatabase } from '../src/database/prepare.ts';

// A collector whose patience and clock are another process's, which tells it the time and is told how much memory is in
// use then: `node --expose-gc collector-at-our-time.ts '{"now":…,"patience":{…}}'`, with a channel between the two.

export interface Begin {
  /** Milliseconds since the epoch. */
  now: number;
  patience: NonNullable<CollectorOptions['patience']>;
}

/** In bytes: what is in use of the heap when all that is not has been collected, and what the process has of the machine. */
export type Memory = Pick<NodeJS.MemoryUsage, 'heapUsed' | 'rss'>;

const { now, patience } = JSON.parse(process.argv[2]!) as Begin;
const clock = { now };
const read = readConfig(process.env);
if ('mistakes' in read) throw new Error(read.mistakes.join('\n'));
const db = await prepareDatabase(read.config.databaseUrl, () => clock.now);
const log = { info: () => {}, error: () => {} };
const { port } = await startCollector({ db, config: read.config, clock: () => clock.now, log, patience });
process.on('message', (time: number) => {
  clock.now = time;
  globalThis.gc!();
  const { heapUsed, rss } = process.memoryUsage();
  process.send!({ heapUsed, rss } satisfies Memory);
});
process.on('disconnect', () => process.exit());
process.send!(port);
