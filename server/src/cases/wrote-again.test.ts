import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCase, versionIn } from '../../test/cases.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson, sendForm } from '../../test/staff.ts';

const writeBack = async (
  collector: TestCollector,
  key: { reference: string; receipt: string | null },
  message: string,
) => {
  const fields = { reference: key.reference, receipt: key.receipt!, id: randomUUID(), message };
  expect((await sendForm(collector, '/case', fields)).status).toBe(201);
};

test('the home page names a closed case whose writer wrote again, until someone has read it', async () => {
  await using collector = await aCollector();
  const handler = await aPerson(collector, 'handler');
  const opened = await aCase(collector, { language: 'so' });
  const path = `/console/cases/${opened.reference}`;
  const version = async () => versionIn((await handler.get(path)).body);
  const closed = await handler.post(`${path}/steps/close`, {
    version: await version(),
    'close-reason': 'A test',
    'close-outcome': 'not upheld',
  });
  expect(closed.status).toBe(303);
  const isNamed = async () =>
    text((await handler.get('/console')).body).includes(
      `Case ${opened.reference} is closed, and its writer wrote back.`,
    );
  expect(await isNamed()).toBe(false);
  await writeBack(collector, opened, 'Weli ma dhammaan.');
  expect(await isNamed()).toBe(true);
  const { body } = await handler.get(path);
  expect(body).toContain('lang="so" dir="auto">Weli ma dhammaan.');
  expect((await handler.post(`${path}/steps/read`, { version: await version() })).status).toBe(303);
  expect(await isNamed()).toBe(false);
  expect((await handler.post(`${path}/steps/read`, { version: await version() })).status).toBe(409);
});

test('several reports of danger have one form at a time, with the errors at its fields', async () => {
  await using collector = await aCollector();
  const manager = await aPerson(collector, 'manager');
  const opened = await aCase(collector, { text: 'He hits my child.' });
  await writeBack(collector, opened, 'He hits my child again.');
  const path = `/console/cases/${opened.reference}`;
  const { body } = await manager.get(path);
  expect(body.match(/id="danger"/g)).toHaveLength(1);
  expect(text(body)).toContain('It was reported once more');
  const wrong = await manager.post(`${path}/dangers/1`, { version: versionIn(body) });
  expect(wrong.status).toBe(400);
  expect(wrong.body).toContain('<fieldset aria-describedby="danger-outcome-error">');
  expect(wrong.body).toContain('id="danger-outcome-error"');
});
