import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { askMetrics, metricsToken } from '../../test/metrics.ts';
import { environmentNames } from '../config.ts';
import { messages } from '../log.ts';

// Compares the operator's page with the code: a variable, metric or alert that it does not explain fails here.

const read = (path: string) => readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
const page = await read('docs/operator.md');
const rules = await read('deploy/alerts.yml');
const alerts = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name!);

/** The names of a table's rows. */
const rowsOf = (pattern: string) =>
  [...page.matchAll(new RegExp(`^\\| \`(${pattern})\``, 'gm'))].map(([, name]) => name!);

async function families(): Promise<string[]> {
  await using collector = await aCollector({ METRICS_TOKEN: metricsToken });
  const text = await (await askMetrics(collector)).text();
  return [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name!);
}

test('explains every environment variable', () => {
  expect(environmentNames.length).toBeGreaterThan(10);
  for (const name of environmentNames) expect(page, name).toMatch(new RegExp(`\`${name}\``));
});

test('explains every metric, and none that does not exist', async () => {
  expect(rowsOf('(?:heart|process)_\\w+').toSorted()).toEqual((await families()).toSorted());
});

test('explains every log message', () => {
  const table = page.split('## The log')[1]!.split('## ')[0]!;
  for (const message of messages) expect(table, message).toContain(`\`${message}\``);
});

test('every alert uses existing metrics and has its section', async () => {
  expect(alerts.length).toBeGreaterThan(5);
  expect([...page.matchAll(/^### (Heart\w+)/gm)].map(([, name]) => name)).toEqual(alerts);
  const known = new Set(await families());
  const asked = [...rules.matchAll(/\b(?:heart|process)_[a-z_]+/g)].map(([name]) => name.replace(/_bucket$/, ''));
  expect(asked.filter((name) => !known.has(name))).toEqual([]);
});
