import { expect, test } from 'vitest';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { row, text } from '../../test/console-page.ts';
import { insertRows } from '../../test/rows.ts';
import { aPerson } from '../../test/staff.ts';

/** The key figures on a page, by their names. */
function figuresOn(html: string): Record<string, string>[] {
  return [...html.matchAll(/<dl class="figures.*?<\/dl>/gs)].map(([list]) =>
    Object.fromEntries(
      [...list.matchAll(/<dt>(.*?)<\/dt>\s*<dd>(.*?)<\/dd>/gs)].map(([, name, value]) => [name!, text(value!).trim()]),
    ),
  );
}

/** A quarter that closed with Central Region below target, and the current one with more responses. */
async function aHistory(collector: TestCollector) {
  await insertRows(collector.db, { responses: 12, quarter: '2026-04', rating: '2 + n % 2' });
  await collector.heart('close-quarter', '--quarter', '2026-04');
  await insertRows(collector.db, { responses: 20, rating: '3' });
  await insertRows(collector.db, { responses: 20, region: 'east', rating: '4 + n % 2' });
}

test('the home page of an ambassador shows the department’s quarter at a glance', async () => {
  await using collector = await aCollector();
  await aHistory(collector);
  await collector.db.$client.execute(`
    INSERT INTO outbox (id, kind, cause, department_id, state, created_at, next_at, expires_at, message_id)
    SELECT value, 'signature', 'employee:1', iif(value < 4, 1, 2), iif(value = 1, 'failed', 'sent'), 0, 0, 9e15, value
    FROM json_each('[1, 2, 3, 4]')`);
  const ambassador = await aPerson(collector, 'ambassador');
  const { body } = await ambassador.get('/console');
  expect(figuresOn(body)).toEqual([
    {
      Average: expect.stringMatching(
        /^3\.75 ▼ n 240 · 40 responses 95% confidence interval 3\.\d\d to \d\.\d\d · target 4\.00, below so far$/,
      ),
      'Days left in the quarter': '45 closes on October 15, 2026',
      'Action plans needed': '1 0 written, for April to June 2026 0 on watch this quarter',
      'Emails sent': '2 in the last 30 days · 1 not sent',
    },
  ]);
  expect(text(body)).toContain('Child Welfare Services, July to September 2026');
  // What needs the person comes first.
  expect(body.indexOf('class="needs"')).toBeLessThan(body.indexOf('class="figures"'));
});

test('a junior ambassador sees the figures of their region, and none of the department', async () => {
  await using collector = await aCollector();
  await aHistory(collector);
  const junior = await aPerson(collector, 'junior', 'east');
  const { body } = await junior.get('/console');
  expect(figuresOn(body)).toEqual([
    {
      Average: expect.stringMatching(/^4\.50 n 120 · 20 responses 95% .* · target 4\.00, met so far$/),
      'Days left in the quarter': '45 closes on October 15, 2026',
      'Action plan': 'None last quarter: none',
    },
  ]);
  expect(text(body)).toContain('East Region, July to September 2026');
  expect(body).not.toContain('3.75');
});

test('a quarter without responses says how to get some', async () => {
  await using collector = await aCollector();
  const { body } = await (await aPerson(collector, 'representative')).get('/console');
  expect(figuresOn(body)[0]).toMatchObject({
    Average: '– n 0 · 0 responses interval cannot be estimated · target 4.00, no ratings yet',
    'Action plans needed': '0 for April to June 2026 0 on watch this quarter',
  });
  expect(text(body)).toContain('No responses in this quarter yet. To get responses, add the survey link');
  expect(body).toContain('<a href="/signature">create a signature</a>');
});

test('the home page of an executive has every department’s latest closed quarter in one table', async () => {
  await using collector = await aCollector();
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7);
    INSERT INTO department (slug, name, zone, first_month) VALUES ('third', 'Third Services', 'America/Los_Angeles', 7);
    INSERT INTO region (department_id, slug, name) VALUES (2, 'harbor', 'Harbor Office');`);
  const executive = await aPerson(collector, 'executive');
  expect(text((await executive.get('/console')).body)).toContain('No quarter has closed yet.');

  await aHistory(collector);
  await insertRows(collector.db, { responses: 9, region: 'harbor', quarter: '2026-04', rating: '3' });
  await collector.heart('close-quarter', '--department', 'cws', '--quarter', '2026-04');
  await collector.heart('close-quarter', '--department', 'other', '--quarter', '2026-04');
  const { body } = await executive.get('/console');
  expect(row(body, 'Child Welfare Services')).toEqual([
    'Child Welfare Services FY 2025-26 Q4 (Apr–Jun 2026)',
    expect.stringMatching(/^2\.50 ▼ below target n 72$/),
    expect.stringMatching(/^2\.\d\d to 2\.\d\d$/),
    '12 responses',
    expect.stringContaining('needed'),
  ]);
  expect(row(body, 'Other Services')[1]).toMatch(/^Withheld: fewer than 11 responses/);
  expect(row(body, 'Third Services')).toEqual([]);
  // Nothing of the open quarter leaves the department.
  expect(body).not.toMatch(/3\.75|Jul–Sep/);
});
