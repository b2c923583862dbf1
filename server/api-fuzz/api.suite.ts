import { expect, test } from 'vitest';
import { furnish } from '../faults/fuzz.ts';
import { aCollector, count } from '../test/collector.ts';
import { aFolder } from '../test/folder.ts';
import { fuzzApi, installSchemathesis } from './schemathesis.ts';

/** `API_SEED` makes other requests. */
const seed = Number(process.env['API_SEED'] ?? 1);
/** Per operation; fewer when all suites run together. */
const cases = process.env['HEART_SUITE'] === 'api' ? 125 : 80;
const minCases = 2000;

test('the API accepts and answers exactly what its document describes', async ({ skip, task }) => {
  const installed = await installSchemathesis();
  if ('missing' in installed) task.meta.requires = installed.missing;
  const { python } = 'missing' in installed ? skip(`API fuzzing skipped: ${installed.missing}.`) : installed;
  process.stdout.write(`API_SEED=${seed}\n`);
  await using collector = await aCollector();
  await using folder = await aFolder();
  await furnish(collector);
  const stored = await count(collector.db, 'response');
  const { out: token } = await collector.heart('token', 'create', '--name', 'Fuzzer');
  const asked = { url: collector.url, token: token.trim(), seed, cases, file: folder.file('report.json') };
  const { code, out, found } = await fuzzApi(python, asked);
  expect(code, out).toBe(0);
  expect(found).toMatchObject({ complete: true, test_cases: { with_failures: 0, errored: 0 } });
  expect(found.test_cases.generated).toBeGreaterThanOrEqual(minCases);
  // Every operation accepted something: rejected requests alone prove nothing.
  const accepted = Object.entries(found.valid_rates).map(([operation, phases]) => ({
    operation,
    accepted: Object.values(phases).reduce((sum, { accepted }) => sum + accepted, 0),
  }));
  expect(accepted.length).toBeGreaterThanOrEqual(9);
  expect(accepted.filter(({ accepted }) => accepted === 0)).toEqual([]);
  expect(await count(collector.db, 'response')).toBeGreaterThan(stored);
  expect(await collector.heart('verify')).toMatchObject({ code: 0 });
  process.stdout.write(`${found.test_cases.generated} cases, no problems found.\n`);
}, 2_000_000);
