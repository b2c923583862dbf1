import { resolve } from 'node:path';
import { aFolder } from '../test/folder.ts';
import { aLibsqlServer } from '../test/libsql-server.ts';
import { runHeart, startCollectorProcess } from './collector-process.ts';
import { compared } from './compared.ts';
import { consolePages } from './console-pages.ts';
import { keepFigures } from './results.ts';

// Measures the collector on a real libSQL server, each one with its own server on this machine:
// `HEART_LIBSQL_SERVER=$(.ci/libsql-server) node server/bench/on-a-server.ts ../before`. Compares how many responses are
// stored with another version that was built, and the console's pages with the same pages on a file.

const responses = 10_000;

const other = process.argv[2];
if (other === undefined) throw new Error('Name the folder of another version that was built.');

async function intake(before: string) {
  await using one = await aLibsqlServer();
  await using two = await aLibsqlServer();
  const earlier = await startCollectorProcess(one.url, [resolve(before, 'server/dist/main.js'), 'serve']);
  const now = await startCollectorProcess(two.url);
  const levels = await compared(earlier, now);
  await Promise.all([earlier.stop(), now.stop()]);
  return levels;
}

async function pagesAt(place: string) {
  await runHeart(place, 'demo', '--responses', String(responses));
  const { quarter } = JSON.parse(await runHeart(place, 'averages', '--json', '--department', 'cws')) as {
    quarter: { id: string };
  };
  const collector = await startCollectorProcess(place);
  const pages = await consolePages(collector, place, quarter.id);
  await collector.stop();
  return pages;
}

async function pages() {
  await using folder = await aFolder();
  await using server = await aLibsqlServer();
  const onFile = await pagesAt(folder.path);
  const onServer = await pagesAt(server.url);
  return onFile.map(({ page, p95 }, index) => ({ page, file: p95, server: onServer[index]!.p95 }));
}

const levels = await intake(other);
const compare = await pages();
for (const { page, file, server } of compare) {
  // oxlint-disable-next-line no-console -- printing is the program's purpose
  console.log(`${page}: ${file} ms on a file, ${server} ms on a server, ratio ${(server / file).toFixed(2)}`);
}
await keepFigures('onAServer', { levels, pages: compare });
