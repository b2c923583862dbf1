import { hash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCase } from '../../test/cases.ts';
import { aCollector, count } from '../../test/collector.ts';
import { aFolder } from '../../test/folder.ts';
import { personId } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';
import { aRow, fillCase, idOf } from '../../test/whole-case.ts';

test('writes one case to a file that only its owner can read, and says so in the audit log', async () => {
  await using collector = await aCollector();
  await using folder = await aFolder();
  const manager = await aPerson(collector, 'manager');
  const by = await personId(collector, manager);
  await collector.db.$client.execute(`UPDATE person SET name = 'Staffname Quill' WHERE id = '${by}'`);
  const other = await aCase(collector, { text: 'Another person’s case.' });
  const { reference } = await aCase(collector, {
    text: 'My own words.',
    contact: { title: 'Dr.', name: 'Rosa Diaz', email: 'rosa@example.org', phone: null, post: null },
    isTimeHidden: true,
  });
  const [id, otherId] = [await idOf(collector, reference), await idOf(collector, other.reference)];
  await fillCase(collector, { caseId: id, otherId, by, word: 'Xylofonquark' });
  await aRow(collector, 'case_event', {
    case_id: id,
    kind: 'handed',
    at: 1,
    person_id: by,
    detail: `{"from":null,"to":"${by}"}`,
  });
  const out = folder.file('case.json');
  const written = await collector.heart('case', 'export', reference.toLowerCase().replace('-', ' '), '--out', out);
  expect([written.code, written.err]).toEqual([0, '']);
  expect((await stat(out)).mode & 0o777).toBe(0o600);
  const content = await readFile(out, 'utf8');
  const json = JSON.parse(content) as Record<string, unknown>;
  expect(json['case']).toMatchObject({ reference, text: 'My own words.', received: '2026-08-17', stage: 'received' });
  expect(json['writer']).toMatchObject({ title: 'Dr.', name: 'Rosa Diaz', email: 'rosa@example.org' });
  for (const what of ['message', 'letter', 'note', 'danger', 'action', 'improvement', 'need', 'breach']) {
    expect(content, what).toContain(`Xylofonquark ${what} Xylofonquark`);
  }
  expect(content).toContain('"to": "staff"');
  for (const hidden of ['Staffname', by, 'Another person', other.reference]) expect(content).not.toContain(hidden);
  // The entry names the file, and not the case, which may be a restricted one.
  const audit = JSON.stringify(await collector.db.query.auditEvent.findMany());
  expect(audit).toContain(hash('sha256', content));
  expect(audit).not.toContain(reference);
  // No file is overwritten, and what was not written is not recorded.
  const again = await collector.heart('case', 'export', reference, '--out', out, '--staff');
  expect([again.code, again.err]).toEqual([1, `${out} already exists.`]);
  expect((await collector.heart('case', 'export', 'AAAA-AAAA', '--out', folder.file('x'))).err).toContain(
    'No case has',
  );
  expect((await collector.heart('case', 'export', reference)).err).toContain('--out');
  expect(await count(collector.db, `audit_event WHERE action = 'case exported'`)).toBe(1);
  const staff = folder.file('staff.json');
  expect((await collector.heart('case', 'export', reference, '--out', staff, '--staff')).code).toBe(0);
  expect(await readFile(staff, 'utf8')).toContain('"to": "Staffname Quill"');
});
