import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);

test('every test named in SECURITY.md and the operator’s page exists, and every threat names one', async () => {
  const security = await readFile(new URL('SECURITY.md', root), 'utf8');
  const operating = await readFile(new URL('docs/operator.md', root), 'utf8');
  const linked = (text: string, from: string) =>
    [...text.matchAll(/\]\(([^)]+\.(?:test|suite)\.ts)\)/g)].map(([, path]) => new URL(path!, new URL(from, root)));
  const tests = [...linked(security, 'SECURITY.md'), ...linked(operating, 'docs/operator.md')];
  expect(tests.length).toBeGreaterThan(20);
  expect(tests.filter((file) => !existsSync(file)).map(String)).toEqual([]);
  const threats = security.split('\n').filter((line) => /^\| (?!who |-)/.test(line));
  expect(threats.length).toBeGreaterThan(10);
  for (const threat of threats) expect(threat).toMatch(/\.test\.ts\)|`\.ci\/run`/);
});
