import { cp, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector } from '../../test/collector.ts';
import { aFolder } from '../../test/folder.ts';
import { aPerson } from '../../test/staff.ts';
import { createTypesetter, type Typesetter } from './typesetter.ts';

const report = '/console/departments/cws/quarters/2026-07/report.pdf';

/** A collector with a closed quarter, an ambassador, and that typesetter. */
async function aCollectorWith(typesetter: Typesetter) {
  const collector = await aCollector({}, { typesetter });
  const closedAt = Date.UTC(2026, 9, 15, 19);
  await closedWith(collector.db, '2026-07', { regions: { central: { 4: 20 } }, closedAt });
  collector.clock.now = closedAt;
  const { out: token } = await collector.heart('token', 'create', '--name', 'Reports');
  const ambassador = await aPerson(collector, 'ambassador');
  const api = async () => {
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(`${collector.url}/api/v1/departments/cws/quarters/2026-07.pdf`, { headers });
    return [response.status, response.headers.get('Retry-After'), await response.json()];
  };
  return { ambassador, api, [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose]() };
}

test('without the compiler, the page and the API say so, and everything else works', async () => {
  await using folder = await aFolder();
  // The same code, in a place where the optional packages are not installed.
  await cp(import.meta.dirname, folder.file('src/reports'), { recursive: true });
  const typesetter = createTypesetter({ program: folder.file('src/reports/typeset-process.ts') });
  await using given = await aCollectorWith(typesetter);
  const { ambassador, api } = given;
  const page = await ambassador.get(report);
  expect(page.status).toBe(503);
  expect(page.body).toContain('PDFs are not available on this server');
  expect(await api()).toEqual([503, '3600', expect.objectContaining({ status: 503, type: 'about:blank' })]);
  expect((await ambassador.get('/console/departments/cws/quarters/2026-07')).status).toBe(200);
  typesetter.stop();
});

test('a report that takes too long is stopped, and the next one gets a new process', async () => {
  await using folder = await aFolder();
  const program = folder.file('hangs.mjs');
  await writeFile(program, "process.on('message', () => { for (;;); });");
  const typesetter = createTypesetter({ program, limit: 3000 });
  await using given = await aCollectorWith(typesetter);
  const { ambassador, api } = given;
  const page = await ambassador.get(report);
  expect(page.status).toBe(503);
  expect(page.body).toContain('The PDF could not be made');
  // The compiler of the same place answers again.
  await writeFile(program, "process.on('message', ({ id }) => process.send({ id, pdf: new Uint8Array([1]) }));");
  expect((await ambassador.open(report)).status).toBe(200);
  await writeFile(program, 'process.exit(3);');
  typesetter.stop();
  expect(await api()).toEqual([503, '60', expect.objectContaining({ status: 503 })]);
});

test('rejects a report when too many are waiting', async () => {
  await using folder = await aFolder();
  const program = folder.file('hangs.mjs');
  await writeFile(program, "process.on('message', () => {});");
  const typesetter = createTypesetter({ program, maxWaiting: 1 });
  await using given = await aCollectorWith(typesetter);
  const { ambassador } = given;
  const document = { blocks: [] } as never;
  const waiting = [typesetter.typeset(document), typesetter.typeset(document)].map((one) => one.catch(String));
  const refused = await ambassador.get(report);
  expect(refused.status).toBe(503);
  typesetter.stop();
  expect(await Promise.all(waiting)).toEqual(
    Array(2).fill('Error: The report could not be made. (the collector stops)'),
  );
});
