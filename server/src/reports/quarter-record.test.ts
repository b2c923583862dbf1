import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector } from '../../test/collector.ts';
import { readPdf } from '../../test/pdf.ts';
import { aPlan } from '../../test/plans.ts';
import { aPerson, type Staff } from '../../test/staff.ts';
import { handIn, submitOptions, submitting } from '../../test/submissions.ts';
import { submitQuarter } from '../submissions/submissions.ts';

const day = 24 * 60 * 60 * 1000;
const closedAt = Date.UTC(2026, 9, 15, 19);
const path = '/console/departments/cws/quarters/2026-07/report.pdf';

/** The text with single spaces, because a line can break anywhere. */
async function textOf(reader: Staff, address: string): Promise<string> {
  const response = await reader.open(address);
  expect(response.status, address).toBe(200);
  return readPdf(new Uint8Array(await response.arrayBuffer())).text.replaceAll(/\s+/g, ' ');
}

test('shows every verdict on a plan, oldest first, with the versions it was computed from', async () => {
  await using collector = await aCollector();
  const { db } = collector;
  const close = (quarter: string, days: number, rating: 3 | 4 | 5, version = 1) =>
    closedWith(db, quarter, { regions: { central: { [rating]: 40 } }, closedAt: closedAt + days * day, version });
  await close('2026-04', -90, 3);
  await close('2026-07', 0, 3);
  await aPlan(db, { region: 'central' });
  await close('2027-01', 190, 5);
  await close('2027-04', 280, 5);
  await close('2027-04', 290, 3, 2);
  collector.clock.now = closedAt + 300 * day;
  const ambassador = await aPerson(collector, 'ambassador');
  const own = await textOf(ambassador, path);
  const [earlier, current] = [
    own.indexOf('Earlier verdict, replaced after a restatement:'),
    own.indexOf('Did it help?'),
  ];
  expect(earlier).toBeGreaterThan(0);
  expect(current).toBeGreaterThan(earlier);
  const quarters =
    'Apr–Jun 2026 (version 1), Jul–Sep 2026 (version 1), Jan–Mar 2027 (version 1), Apr–Jun 2027 (version';
  expect(own.slice(earlier, current)).toContain(`Computed from ${quarters} 1).`);
  expect(own.slice(current)).toContain(`Computed from ${quarters} 2).`);
  expect(await textOf(ambassador, '/console/departments/cws/action-plans/1/report.pdf')).toContain(`${quarters} 1).`);
  expect(await textOf(ambassador, `${path}?lang=es`)).toContain('Evaluación anterior, reemplazada');
  const executive = await aPerson(collector, 'executive');
  expect(await textOf(executive, '/console/agency/cws/2026-07/report.pdf')).not.toContain('Earlier verdict');
});

test('shows each version’s averages with their ratings and responses', async () => {
  await using collector = await aCollector();
  const people = { central: { 4: 19, 3: 1 } };
  await closedWith(collector.db, '2026-07', { regions: people, closedAt });
  const restated = { regions: { central: { 4: 21 } }, closedAt: closedAt + day, version: 2 };
  await closedWith(collector.db, '2026-07', restated);
  collector.clock.now = closedAt + 5 * day;
  const own = await textOf(await aPerson(collector, 'ambassador'), path);
  expect(own).toContain('central: 3.95 (n 120, 20 responses) to 4.00 (n 126, 21 responses)');
  expect(own).toContain('3.95 n 120, 20 responses 4.00 n 126, 21 responses');
  expect(own).toContain('no earlier quarter to compare');
});

test('says why a quarter has no ratings, who submitted it, and how they confirmed their identity', async () => {
  await using collector = await aCollector();
  await closedWith(collector.db, '2026-07', { regions: { central: {} }, closedAt });
  collector.clock.now = closedAt + 5 * day;
  const given = await submitting(collector, '2026-07', await handIn(collector, '2026-07'));
  const reason = 'The office was closed for repairs.';
  expect(await submitQuarter(await submitOptions(collector), { ...given, noData: reason })).toMatchObject({
    outcome: 'submitted',
  });
  const own = await textOf(await aPerson(collector, 'ambassador'), path);
  expect(own).toContain(`received no ratings from July to September 2026. ${reason} Reason given in the submission`);
  expect(own).toContain('Submitted by: Rui Representative');
  expect(own).toContain('Identity confirmed with: a code from an authenticator app');
  expect(own).toContain('It does not prove that the figures are right or that the operator was honest.');
});
