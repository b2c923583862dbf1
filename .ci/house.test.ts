import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// CONTRIBUTING draws the folders of server/src in the order of their imports, and the linter enforces that order.

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const between = (text: string, start: string, end: string) => text.split(start)[1]?.split(end)[0] ?? '';
const foldersIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([folder]) => folder);

const onPage = foldersIn(between(read('CONTRIBUTING.md'), '\nGROUND', '```'), /[a-z-]+(?=\/ )/g);
const linted = foldersIn(between(read('oxlint.config.ts'), "from 'oxlint';", 'type Pattern'), /(?<=')[a-z-]+(?=')/g);

test('CONTRIBUTING shows the folders in the order that the linter enforces', () => {
  expect(onPage).toEqual(linted);
});

test('every folder of server/src has its place in that order', () => {
  const folders = readdirSync(join(root, 'server/src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).toSorted()).toEqual(linted.toSorted());
});
