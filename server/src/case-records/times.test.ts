import { expect, test } from 'vitest';
import { aCollector, count } from '../../test/collector.ts';
import { text } from '../../test/console-page.ts';
import { aPerson } from '../../test/staff.ts';

const path = '/console/departments/cws/case-records';

/** The form as the page has it. */
function fieldsIn(body: string): Record<string, string> {
  const inputs = body.matchAll(/<input[^>]*?name="([a-z]+-(?:min|max|contact|authority))"[^>]*?value="([^"]*)"/gs);
  return Object.fromEntries([...inputs].map(([, name, value]) => [name!, value!]));
}

test('administrators set how long each kind is kept, and case managers read it', async () => {
  await using collector = await aCollector({ BACKUP_FOLDER: '/tmp/heart-no-backups', BACKUP_KEEP: '7' });
  const administrator = await aPerson(collector, 'administrator');
  const manager = await aPerson(collector, 'manager');
  const page = await administrator.get(path);
  expect(text(page.body)).toContain('which takes 7 days');
  const usual = fieldsIn(page.body);
  expect(Object.keys(usual)).toHaveLength(36);
  expect(usual).toMatchObject({ 'privacy-min': '24', 'privacy-max': '60', 'privacy-contact': '12' });
  const set = { ...usual, 'privacy-min': '36', 'privacy-max': '84', 'privacy-authority': 'GS-12' };
  for (const [name, value, message] of [
    ['privacy-max', '35', 'Breach of privacy: “at most” cannot be less than “at least”.'],
    ['privacy-contact', '85', 'Breach of privacy: contact information cannot be kept longer than the case.'],
    ['privacy-min', '2.5', 'Breach of privacy: enter a whole number of months from 0 to 1200.'],
    ['privacy-max', '0', 'Breach of privacy: enter a whole number of months from 1 to 1200.'],
    ['privacy-authority', 'x'.repeat(61), 'Breach of privacy: enter a number of 60 characters or fewer.'],
  ] as const) {
    const answer = await administrator.post(path, { ...set, [name]: value });
    expect([answer.status, text(answer.body).includes(message)], message).toEqual([400, true]);
  }
  expect(await count(collector.db, 'case_retention')).toBe(0);
  for (let n = 0; n < 2; n += 1) {
    expect((await administrator.post(path, set)).headers.get('location')).toBe(`${path}?notice=saved`);
  }
  // Only what was changed is stored, and recorded once.
  expect(await count(collector.db, 'case_retention')).toBe(1);
  expect(await count(collector.db, "audit_event WHERE action = 'case times changed'")).toBe(1);
  const [entry] = await collector.db.query.auditEvent.findMany({
    where: (one, { eq }) => eq(one.action, 'case times changed'),
  });
  expect(entry!.detail).toBe('{"privacy":["24, 60, 12, –","36, 84, 12, GS-12"]}');
  const read = await manager.get('/console/departments/cws/case-times');
  expect(text(read.body)).toContain('Breach of privacy 36 84 12 GS-12');
  expect([(await manager.get(path)).status, (await manager.post(path, set)).status]).toEqual([404, 404]);
});
