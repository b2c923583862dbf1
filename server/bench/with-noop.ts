import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { prepareDatabase } from '../src/database/prepare.ts';

// The collector's own app with two more routes. One accepts what the intake accepts and does nothing, as the baseline
// for what the collector adds to the cost of an HTTP request; the other reports how long the event loop was blocked.

const read = readConfig(process.env);
if ('errors' in read) throw new Error(read.errors.join('\n'));
const db = await prepareDatabase(read.config.databaseUrl, Date.now);
const log = { info: () => {}, error: (entry: unknown) => process.stderr.write(`${JSON.stringify(entry)}\n`) };
const { load, listener } = await createApp({ db, config: read.config, clock: Date.now, log });
const { hono: app } = await load();
app.post('/noop', async (c) => {
  await c.req.arrayBuffer();
  return c.json({ id: '', quarter: '', receivedAt: '' }, 201);
});
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
/** The longest block of the event loop since the last request, in milliseconds. */
app.get('/stall', (c) => {
  const maxDelay = delay.max / 1e6;
  delay.reset();
  return c.text(String(maxDelay));
});
const server = createServer(listener).listen(read.config.port, read.config.host, () => {
  process.stdout.write(`listening on ${read.config.host}:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => server.close(() => process.exit()));
