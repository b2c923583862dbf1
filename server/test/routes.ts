import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import type { TestCollector } from './collector.ts';

interface Route {
  method: string;
  /** The registered pattern, such as `/s/:region`. */
  path: string;
  handler: unknown;
}

/** Every route of the collector's app, in matching order; middleware has the method `ALL`. */
export async function routesOf(collector: Pick<TestCollector, 'env' | 'db' | 'clock'>): Promise<Route[]> {
  const read = readConfig(collector.env);
  if ('errors' in read) throw new Error(read.errors.join());
  const log = { info: () => {}, error: () => {} };
  const app = await createApp({ db: collector.db, config: read.config, clock: () => collector.clock.now, log });
  const { hono } = await app.load();
  return hono.routes;
}
