import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { prepareDatabase } from '../src/database/prepare.ts';
import { pack, serveAsset } from '../src/http/asset.ts';

// The collector's own app with one more route: what it answers at another path, as a file in memory. The baseline for what a
// page costs.

const read = readConfig(process.env);
if ('errors' in read) throw new Error(read.errors.join('\n'));
const db = await prepareDatabase(read.config.databaseUrl, Date.now);
const log = { info: () => {}, error: (entry: unknown) => process.stderr.write(`${JSON.stringify(entry)}\n`) };
const { load, listener } = await createApp({ db, config: read.config, clock: Date.now, log });
const { hono: app } = await load();
const files = new Map<string, ReturnType<typeof serveAsset>>();
app.get('/static/*', async (c, next) => {
  const path = c.req.path.slice('/static'.length);
  const known = files.get(path);
  if (known) return known(c, next);
  const answer = await app.request(path);
  if (answer.status !== 200) return c.notFound();
  const type = answer.headers.get('content-type')!;
  const made = serveAsset({ file: pack(new Uint8Array(await answer.arrayBuffer())), type, cache: 'no-cache' });
  files.set(path, made);
  return made(c, next);
});
const server = createServer(listener).listen(read.config.port, read.config.host, () => {
  process.stdout.write(`listening on ${read.config.host}:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => server.close(() => process.exit()));
