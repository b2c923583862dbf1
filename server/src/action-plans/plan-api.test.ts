import { expect, test } from 'vitest';
import { closedWith, type People } from '../../test/closed-quarters.ts';
import { aCollector, type TestCollector } from '../../test/collector.ts';
import { deviations, type Schema } from '../../test/json-schema.ts';
import { aPlan } from '../../test/plans.ts';
import { aPerson } from '../../test/staff.ts';
import { answerOf, problemOf } from '../../test/wire.ts';
import type { PlanInsideRecord, PlanOutsideRecord } from './plan-record.ts';

interface Described {
  paths: Record<string, { get: { responses: { 200: { content: { 'application/json': { schema: Schema } } } } } }>;
}

const path = '/api/v1/departments/cws/plans';
const low: People = { 3: 20, 4: 20 };
const high: People = { 4: 20, 5: 20 };

/** Central's plan was agreed, South's is required, and Adoptions is still being watched. */
async function aYear() {
  const collector = await aCollector();
  const { db } = collector;
  collector.clock.now = Date.UTC(2027, 6, 28, 19);
  const hashes: string[] = [];
  for (const [at, id] of ['2026-07', '2027-01', '2027-04'].entries()) {
    const regions = { central: at === 0 ? low : high, south: { 1: 3 }, adoptions: low, ccws: { 4: 12 } };
    hashes.push(await closedWith(db, id, { regions, closedAt: Date.UTC(2027, 6, 20, 19, at) }));
  }
  const ana = await aPerson(collector, 'ambassador');
  const [person] = await db.$client.execute('SELECT id FROM person').then(({ rows }) => rows);
  const ownerId = String(person!['id']);
  const actions = [
    { text: 'Train the team', ownerId, strength: 'weak' as const, state: 'done' as const, outcome: 'Done' },
  ];
  const first = await aPlan(db, { region: 'central', quarter: '2026-04', stage: 'completed', closedAt: 5, ownerId });
  const written = { cause: 'Calls are not returned', causeClass: 'process', figure: 'respect', goal: 410 } as const;
  await aPlan(db, { region: 'central', ownerId, monitorId: ownerId, continues: first, ...written, actions });
  await aPlan(db, { region: 'south', stage: 'required', dueOn: '2026-11-10', agreedAt: null });
  await aPlan(db, { region: 'adoptions', quarter: '2027-07', stage: 'watch', agreedAt: null });
  return { collector, hashes, ana, [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose]() };
}

async function reader({ url, heart }: TestCollector) {
  const { out: token } = await heart('token', 'create', '--name', 'Plans');
  return async (query = '') =>
    answerOf(await fetch(url + path + query, { headers: { Authorization: `Bearer ${token}` } }));
}

test('lists all plans of the department for its readers, with verdicts and their figures, and no one’s name', async () => {
  await using year = await aYear();
  const { body, status } = await (await reader(year.collector))();
  expect(status).toBe(200);
  const { department, plans } = JSON.parse(body) as { department: string; plans: PlanInsideRecord[] };
  expect(department).toBe('cws');
  expect(plans.map(({ region, quarter, stage }) => [region, quarter, stage])).toEqual([
    ['adoptions', '2027-07', 'watch'],
    ['central', '2026-07', 'agreed'],
    ['south', '2026-07', 'required'],
    ['central', '2026-04', 'completed'],
  ]);
  const { verdicts, ...central } = plans[1]!;
  expect(central).toEqual({
    region: 'central',
    name: 'Central Region',
    quarter: '2026-07',
    stage: 'agreed',
    dueOn: null,
    causeClass: 'process',
    cause: 'Calls are not returned',
    actions: [{ text: 'Train the team', dueOn: '2027-01-15', strength: 'weak', state: 'done' }],
    measure: { figure: 'respect', goal: '4.10' },
    continues: '2026-04',
    agreedAt: '2026-11-20T19:00:00.000Z',
    completedAt: null,
  });
  // The baseline is the quarter of the plan that it continues, which had not closed here.
  expect(verdicts).toMatchObject([{ verdict: 'too few responses', before: { quarters: [], responses: 0 } }]);
  expect(plans[3]).toMatchObject({ completedAt: '1970-01-01T00:00:00.005Z', continues: null });
  expect(plans[2]!.verdicts).toEqual([]);
  for (const secret of ['@', 'owner', 'monitor', 'person']) expect(body.toLowerCase(), secret).not.toContain(secret);
});

test('names the version and the hash of each quarter behind a verdict, and the test', async () => {
  await using year = await aYear();
  const { db } = year.collector;
  await db.$client.execute('UPDATE action_plan SET continues = NULL');
  const read = async () => {
    const { plans } = JSON.parse((await year.ana.get(`${path}?quarter=2026-07&stage=agreed`)).body) as {
      plans: PlanInsideRecord[];
    };
    return plans[0]!.verdicts;
  };
  const [verdict] = await read();
  const quarter = { version: 1, target: '4.00', responses: 40, n: 240 };
  expect(verdict).toMatchObject({
    verdict: 'clearly better',
    isInterim: false,
    validFrom: '2027-07-20T19:02:00.000Z',
    difference: '+1.00',
    before: {
      quarters: [{ ...quarter, id: '2026-07', sha256: year.hashes[0], average: '3.50', status: 'below' }],
      average: '3.50',
      responses: 40,
      n: 240,
    },
    after: { quarters: [{ sha256: year.hashes[1] }, { sha256: year.hashes[2] }], average: '4.50', n: 480 },
    quarterVariation: { sd: 0.05, quarters: null },
  });
  expect(verdict!.test!.t).toBeGreaterThan(verdict!.test!.limit);
  expect(verdict!.test!.degreesOfFreedom).toBeGreaterThan(0);
  await closedWith(db, '2027-04', { regions: { central: low }, version: 2, closedAt: Date.UTC(2027, 6, 21) });
  const [old, current] = await read();
  expect(old).toEqual(verdict);
  expect(current).toMatchObject({ after: { quarters: [{ version: 1 }, { version: 2 }] } });
});

test('shows readers outside the department only what their page shows', async () => {
  await using year = await aYear();
  await year.collector.db.$client.execute('UPDATE action_plan SET continues = NULL');
  const executive = await aPerson(year.collector, 'executive');
  const { plans } = JSON.parse((await executive.get(path)).body) as { plans: PlanOutsideRecord[] };
  expect(plans).toEqual([
    {
      region: 'central',
      name: 'Central Region',
      quarter: '2026-07',
      stage: 'agreed',
      dueOn: null,
      causeClass: 'process',
      actions: [{ text: 'Train the team', dueOn: '2027-01-15', strength: 'weak', state: 'done' }],
      measure: { figure: 'respect', goal: '4.10' },
      continues: null,
      verdict: {
        verdict: 'clearly better',
        isInterim: false,
        text: expect.stringMatching(/^Clearly better: 4\.50 in Jan–Jun 2027 \(n 480, 80 responses\), up from 3\.50/),
        figures: expect.objectContaining({ difference: '+1.00', after: expect.objectContaining({ responses: 80 }) }),
      },
    },
  ]);
  expect(JSON.parse((await executive.get(`${path}?stage=watch`)).body)).toEqual({ department: 'cws', plans: [] });
});

test('shows readers outside no hash of figures that they could guess', async () => {
  await using year = await aYear();
  const executive = await aPerson(year.collector, 'executive');
  const pages = [path, '/console/agency/cws/action-plans', '/console/agency/cws/2026-07'];
  const shown = (await Promise.all(pages.map((page) => executive.get(page)))).map(({ body }) => body).join('');
  expect(shown).toContain('"sha256"');
  // A page shows the first 12 digits.
  for (const hash of year.hashes) expect(shown).not.toContain(hash.slice(0, 12));
});

test('gives a token for averages no text that people wrote about a cause', async () => {
  await using year = await aYear();
  const causes = async (scope: string) => {
    const { body } = await year.ana.post('/console/tokens', { name: scope, scope, department: 'cws' });
    const headers = { Authorization: `Bearer ${/heart_[\w-]+/.exec(body)![0]}` };
    const answer = await answerOf(await fetch(year.collector.url + path, { headers }));
    return (JSON.parse(answer.body) as { plans: PlanInsideRecord[] }).plans.map(({ cause }) => cause);
  };
  expect(await causes('responses')).toContain('Calls are not returned');
  expect((await causes('averages')).filter((cause) => cause !== null)).toEqual([]);
});

test('shows readers outside no draft, and no plan of a quarter that they do not see', async () => {
  await using year = await aYear();
  const { db } = year.collector;
  const executive = await aPerson(year.collector, 'executive');
  const central = async () => {
    const { plans } = JSON.parse((await executive.get(path)).body) as { plans: PlanOutsideRecord[] };
    return plans.find(({ region }) => region === 'central')!;
  };
  // The earlier plan is for a quarter in which the region is not shown.
  expect(await central()).toMatchObject({ continues: null, measure: { figure: 'respect' } });
  await db.$client.execute("UPDATE action_plan SET stage = 'required', agreed_at = NULL WHERE cause IS NOT NULL");
  expect(await central()).toMatchObject({ stage: 'required', causeClass: null, measure: null, actions: [] });
});

test('filters by quarter and stage, and rejects what does not exist', async () => {
  await using year = await aYear();
  const read = await reader(year.collector);
  const found = async (query: string) =>
    (JSON.parse((await read(query)).body) as { plans: PlanInsideRecord[] }).plans.map(({ region }) => region);
  expect(await found('?quarter=2026-07')).toEqual(['central', 'south']);
  expect(await found('?quarter=2026-07&stage=required')).toEqual(['south']);
  expect(await found('?stage=withdrawn')).toEqual([]);
  expect(problemOf(await read('?quarter=2026-08')).status).toBe(404);
  for (const query of ['?quarter=', '?quarter=latest', '?stage=done', '?stage=']) {
    expect(problemOf(await read(query), query).status).toBe(400);
  }
});

test('asks for a token, hides other departments, and takes only GET', async () => {
  await using year = await aYear();
  const { url } = year.collector;
  expect(problemOf(await answerOf(await fetch(url + path))).status).toBe(401);
  for (const role of ['junior', 'administrator'] as const) {
    expect(problemOf(await (await aPerson(year.collector, role)).get(path), role).status).toBe(404);
  }
  expect((await year.ana.get('/api/v1/departments/nobody/plans')).status).toBe(404);
  const token = (await year.collector.heart('token', 'create', '--name', 'Posts')).out;
  const headers = { Authorization: `Bearer ${token}` };
  const posted = await answerOf(await fetch(url + path, { method: 'POST', headers }));
  expect(problemOf(posted).status).toBe(405);
  expect(posted.headers.get('allow')).toBe('GET, HEAD');
});

test('answers as the API document describes', async () => {
  await using year = await aYear();
  await year.collector.db.$client.execute('UPDATE action_plan SET continues = NULL');
  const document = (await (await fetch(`${year.collector.url}/openapi.json`)).json()) as Described;
  const { schema } =
    document.paths['/api/v1/departments/{department}/plans']!.get.responses[200].content['application/json'];
  const inside = JSON.parse((await year.ana.get(path)).body) as { plans: unknown[] };
  const outside = JSON.parse((await (await aPerson(year.collector, 'executive')).get(path)).body) as typeof inside;
  expect([inside.plans.length, outside.plans.length]).toEqual([4, 1]);
  for (const answer of [inside, outside]) expect(deviations(schema, answer)).toEqual([]);
  expect(deviations(schema, { ...inside, plans: [{ ...outside.plans[0]!, stage: 'watch' }] })).not.toEqual([]);
});
