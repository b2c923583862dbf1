import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { aCase, versionIn } from '../../test/cases.ts';
import { aCollector } from '../../test/collector.ts';
import { askMetrics, metricsToken } from '../../test/metrics.ts';
import { personId } from '../../test/plans.ts';
import { routesOf } from '../../test/routes.ts';
import { aPerson } from '../../test/staff.ts';
import { fillCase, idOf } from '../../test/whole-case.ts';

const word = 'Xylofonquark';

/** The fields in which people write, and the choices, of every form on a page. */
function fieldsIn(body: string): Record<string, string> {
  const texts = [...body.matchAll(/<(?:textarea|input)[^>]*\sname="([^"]+)"/gs)].map(([, name]) => [name!, word]);
  const hidden = [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/gs)];
  const chosen = [...body.matchAll(/<option value="([^"]+)"/gs)];
  const selects = [...body.matchAll(/<select[^>]*\sname="([^"]+)"/gs)].map(([, name]) => [name!, chosen[0]?.[1] ?? '']);
  return {
    ...Object.fromEntries(texts),
    ...Object.fromEntries(selects),
    ...Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])),
  };
}

test('nothing that is written in a case is in the audit log, the metrics, or the log', async () => {
  const logged: unknown[] = [];
  const log = {
    info: (...entry: unknown[]) => void logged.push(entry),
    error: (...entry: unknown[]) => void logged.push(entry),
  };
  await using collector = await aCollector({ METRICS_TOKEN: metricsToken }, { log });
  const manager = await aPerson(collector, 'manager');
  const contact = { title: word, name: word, email: `${word}@example.org`, phone: word, post: word };
  const { reference } = await aCase(collector, { text: `${word}. He hits my child.`, contact });
  const other = await aCase(collector);
  const [caseId, otherId] = [await idOf(collector, reference), await idOf(collector, other.reference)];
  await fillCase(collector, { caseId, otherId, by: await personId(collector, manager), word });
  const path = `/console/cases/${reference}`;
  const routes = (await routesOf(collector)).filter(({ path }) => path.startsWith('/console/cases/:reference'));
  expect(routes.length).toBeGreaterThan(15);
  const filled = (route: string) => route.replace(':reference', reference).replace(/:\w+/g, '1');
  for (const route of routes.filter(({ method }) => method === 'GET')) await manager.get(filled(route.path));
  await manager.get(`/console/cases?q=${word}`);
  let changed = 0;
  for (const route of routes.filter(({ method }) => method === 'POST')) {
    const { body } = await manager.get(path);
    const fields = {
      ...fieldsIn(body),
      version: versionIn(body),
      'acknowledge-way': 'email',
      'danger-outcome': 'reported',
    };
    const days = Object.keys(fields).filter((name) => /-(?:on|due|day|until)$/.test(name));
    for (const name of days) Object.assign(fields, { [name]: '2026-08-17' });
    const ids = Object.keys(fields).filter((name) => /(?:^|-)(?:id|message)$/.test(name));
    for (const name of ids) Object.assign(fields, { [name]: randomUUID() });
    if ((await manager.post(filled(route.path), fields)).status === 303) changed += 1;
  }
  expect(changed).toBeGreaterThan(3);
  await collector.heart('case', 'export', reference, '--out', '/nowhere/x');
  const audit = JSON.stringify(await collector.db.query.auditEvent.findMany());
  const metrics = await (await askMetrics(collector)).text();
  expect(metrics).toContain('heart_');
  for (const text of [audit, metrics, JSON.stringify(logged)]) {
    for (const one of [word, word.toLowerCase(), 'hits my child', 'Rosa']) expect(text).not.toContain(one);
  }
  for (const text of [metrics, JSON.stringify(logged)]) expect(text).not.toContain(reference);
}, 60_000);
