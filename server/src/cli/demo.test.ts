import { describe, expect, test } from 'vitest';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { readPublished } from '../../test/publishing.ts';
import { aPerson } from '../../test/staff.ts';

const quarters = ['2024-10', '2025-01', '2025-04', '2025-07', '2025-10', '2026-01', '2026-04', '2026-07'];
const small = ['demo', '--responses', '4000'] as const;

async function everything({ db }: TestCollector) {
  const { rows } = await db.$client.execute('SELECT * FROM response ORDER BY id');
  return rows.map((row) => ({ ...row }));
}

describe('the sample data', () => {
  test('fills eight quarters up to the current one, and every tally agrees', async () => {
    await using collector = await aCollector();
    expect(await collector.heart(...small)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^4000 sample responses in 8 quarters, .*\n650 more in 2 other departments\.$/),
    });
    const { rows } = await collector.db.$client.execute('SELECT DISTINCT quarter FROM response ORDER BY quarter');
    expect(rows.map(({ quarter }) => quarter)).toEqual(quarters);
    expect(await count(collector.db, `response WHERE received_at > ${collector.clock.now}`)).toBe(0);
    // Late paper forms were added, and a response was erased.
    const { code, out } = await collector.heart('verify');
    expect([code, out]).toEqual([0, expect.stringContaining('Recounted 4663 responses: every tally agrees.')]);
    expect(out).toContain('Checked 23 publications and withdrawals');
    expect(out).toContain('Recounted 2 fiscal years by customer group: every figure agrees.');
  });

  test('is the same each time', async () => {
    await using one = await aCollector();
    await using other = await aCollector();
    await one.heart(...small);
    await other.heart(...small);
    expect(await everything(one)).toEqual(await everything(other));
    expect(await one.figures('2025-04')).toEqual(await other.figures('2025-04'));
  });

  test('has a dip below target that recovers, regions that differ, and regions with few responses', async () => {
    await using collector = await aCollector();
    await collector.heart(...small);
    const figures = await Promise.all(quarters.map((quarter) => collector.figures(quarter)));
    const east = figures.map(({ regions }) => regions.find(({ region }) => region === 'east')!);
    expect(east.map(({ status }) => status)).toEqual(['met', 'met', 'below', 'met', 'met', 'met', 'met', 'met']);
    expect(east[2]!.plan).toMatchObject({ stage: 'completed' });
    expect(figures.slice(0, -1).map(({ quarter }) => quarter.status)).toEqual(Array(7).fill('closed'));
    expect(figures.at(-1)!.quarter.status).toBe('open');
    const volumes = figures[0]!.regions.map(({ responses }) => responses);
    expect(Math.min(...volumes)).toBeLessThan(11);
    expect(new Set(figures[0]!.regions.map(({ average }) => average)).size).toBeGreaterThan(3);
  });

  test('has comments, two languages, several channels and skipped items', async () => {
    await using collector = await aCollector();
    await collector.heart(...small);
    expect(await count(collector.db, 'response WHERE comment IS NOT NULL')).toBeGreaterThan(400);
    expect(await count(collector.db, "response WHERE language = 'es'")).toBeGreaterThan(400);
    expect(await count(collector.db, '(SELECT DISTINCT channel FROM response)')).toBe(6);
    expect(await count(collector.db, 'response WHERE respect IS NULL')).toBeGreaterThan(100);
  });

  test('has a campaign that is over, one that runs, a proposal and one that was declined', async () => {
    await using collector = await aCollector();
    await collector.heart(...small);
    const { rows } = await collector.db.$client.execute(
      `SELECT stage, (SELECT count(*) FROM response WHERE campaign_id = campaign.id) AS n FROM campaign
        WHERE department_id = 1 ORDER BY id`,
    );
    expect(rows.map(({ stage, n }) => [stage, n])).toEqual([
      ['approved', 46],
      ['approved', expect.any(Number)],
      ['proposed', 0],
      ['declined', 0],
    ]);
    expect(rows[1]!['n']).toBeGreaterThan(5);
    expect(await count(collector.db, 'campaign_recipient')).toBe(0);
  });

  test('has quarters at every step to the executive office, one return, and a restatement of each class', async () => {
    await using collector = await aCollector();
    await collector.heart(...small);
    const { rows } = await collector.db.$client.execute(
      'SELECT kind, count(*) AS n FROM submission_event WHERE department_id = 1 GROUP BY kind ORDER BY kind',
    );
    expect(Object.fromEntries(rows.map(({ kind, n }) => [kind, n]))).toEqual({
      'handed in': 10,
      received: 8,
      restated: 3,
      returned: 1,
      submitted: 8,
    });
    const restated = await collector.db.$client.execute('SELECT class FROM snapshot WHERE version > 1 ORDER BY class');
    expect(restated.rows.map((row) => row['class'])).toEqual(['erasure', 'error', 'exclusion', 'late paper']);
    const executive = await aPerson(collector, 'executive');
    expect((await executive.get('/console/agency/submissions')).body).toContain('Not submitted');
  });

  test('has three departments that publish quarters, with finished actions and quotes, and one withdrawn quarter', async () => {
    await using collector = await aCollector();
    await collector.heart(...small);
    const published = await readPublished(collector);
    expect(
      published.map(({ department, quarters }) => [department.slug, quarters.map(({ quarter }) => quarter.id)]),
    ).toEqual([
      ['cws', ['2025-01', '2025-04', '2025-07', '2025-10', '2026-01']],
      ['health', quarters.slice(0, -1)],
      ['aging', quarters.slice(0, -1)],
    ]);
    const [cws, health, aging] = published;
    expect(aging!.groupYears.map(({ figures }) => [figures.year, figures.reason])).toEqual([['2025-07', null]]);
    expect(aging!.groupYears[0]!.figures.groups[0]).toMatchObject({ group: 'client', average: expect.any(String) });
    expect(cws!.withdrawn).toMatchObject([{ quarter: { id: '2024-10' }, reason: expect.stringContaining('twice') }]);
    const restated = cws!.quarters.filter(({ figures }) => figures.quarter.restated !== undefined);
    expect(restated.length).toBeGreaterThan(0);
    const regions = (done: { regionName: string }[]) => done.map(({ regionName }) => regionName);
    expect(regions(cws!.quarters.at(-1)!.done)).toEqual(['South Region']);
    expect(regions(health!.quarters.at(-2)!.done)).toEqual(['Clinics']);
    expect(cws!.quarters.at(-1)!.standards.map(({ measure }) => measure)).toEqual(['item', 'item', 'entered']);
    expect(cws!.quotes.length).toBeGreaterThan(2);
    expect(await count(collector.db, "recognition WHERE public_decision = 'approved' AND public_by = decided_by")).toBe(
      0,
    );
  });

  test('has a team in each department that was appointed, the handbook, and trainings', async () => {
    await using collector = await aCollector();
    await collector.heart(...small);
    const { body } = await (await aPerson(collector, 'executive')).get('/console/team');
    for (const slug of ['cws', 'health', 'aging']) expect(body).toContain(`sample-junior-${slug}@example.invalid`);
    expect(body).toContain('Director of Public Health Services');
    expect(body).toContain('https://intranet.example.invalid/handbook');
    expect(await count(collector.db, 'training')).toBeGreaterThan(15);
    expect(await count(collector.db, "response WHERE channel = 'phone'")).toBeGreaterThan(50);
  });

  test('has cases that kept their dates in all quarters but one, and people who chose email summaries', async () => {
    await using collector = await aCollector();
    await collector.heart(...small);
    const standard = /we answer by the date that we promised\.[^]*?<\/tr>/;
    const path = '/console/departments/cws/standards';
    for (const role of ['manager', 'executive'] as const) {
      const { body } = await (await aPerson(collector, role)).get(path);
      const states = [...standard.exec(body)![0].matchAll(/Not met|Met|Withheld|Not yet|No data/g)].map(
        ([state]) => state,
      );
      expect(states, role).toEqual(
        role === 'manager' ? ['No data', 'Met', 'Met', 'Not met', 'Met'] : ['Not yet', 'Met', 'Met', 'Not met', 'Met'],
      );
    }
    const { rows } = await collector.db.$client.execute('SELECT kind, count(*) AS n FROM digest_choice GROUP BY kind');
    expect(rows.map(({ kind, n }) => [kind, n])).toEqual([
      ['due', 4],
      ['low ratings', 6],
      ['quarter end', 3],
    ]);
  });

  test('stays with the chosen department if there are more', async () => {
    await using collector = await aCollector();
    const administrator = await aPerson(collector, 'administrator');
    const path = '/console/directory/departments/new';
    const given = { slug: 'other', name: 'Other', zone: 'UTC', first_month: '7', target: '4.00', closes_after: '10' };
    const days = { plans_due_after: '20', hand_in_after: '5', submit_after: '10' };
    const kept = { comment_months: '24', rating_months: '36' };
    expect((await administrator.post(path, { ...given, ...days, ...kept })).status).toBe(303);
    const { code, out } = await collector.heart(...small, '--department', 'cws');
    expect([code, out]).toEqual([0, expect.not.stringContaining('other departments')]);
    expect(await count(collector.db, 'department')).toBe(2);
  });

  test('is listed in the console newest first, page by page', async () => {
    await using collector = await aCollector();
    await collector.heart(...small);
    const ambassador = await aPerson(collector, 'ambassador');
    for (const quarter of ['2026-04', '2026-07']) {
      const listed: string[] = [];
      let next: string | undefined = `/console/departments/cws/comments?quarter=${quarter}`;
      while (next !== undefined) {
        const { body } = await ambassador.get(next);
        listed.push(...[...body.matchAll(/comments\/([\da-f-]{36})"/g)].map(([, id]) => id!));
        next = /href="([^"]*[?&;]before=\d+)"/.exec(body)?.[1]!.replaceAll('&amp;', '&');
      }
      const { rows } = await collector.db.$client.execute(
        `SELECT response.id FROM response JOIN region ON region.id = region_id WHERE department_id = 1
          AND quarter = '${quarter}' AND comment IS NOT NULL ORDER BY received_at DESC, response.rowid DESC`,
      );
      expect(listed.length, quarter).toBeGreaterThan(30);
      expect(listed, quarter).toEqual(rows.map(({ id }) => id));
    }
  });

  test('is never mixed with real responses', async () => {
    await using collector = await aCollector();
    expect((await send(collector, aResponse())).status).toBe(201);
    expect(await collector.heart(...small)).toMatchObject({
      code: 1,
      err: expect.stringContaining('needs an empty database'),
    });
    expect(await count(collector.db, 'response')).toBe(1);
  });
});
