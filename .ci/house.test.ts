import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// CONTRIBUTING draws the folders of server/src in the order of their imports, and the linter enforces that order.

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const foldersOnPage = [
  ...read('CONTRIBUTING.md')
    .split('\nGROUND')[1]!
    .split('```')[0]!
    .matchAll(/[a-z-]+(?=\/ )/g),
].map(([folder]) => folder);
const linted = read('oxlint.config.ts').split('type Pattern')[0]!;
const foldersInOrder = [...linted.matchAll(/'([a-z-]+)'/g)]
  .map(([, folder]) => folder)
  .filter((name) => name !== 'oxlint');

test('CONTRIBUTING shows the folders in the order that the linter enforces', () => {
  expect(foldersOnPage).toEqual(foldersInOrder);
});

test('every folder of server/src has its place in that order', () => {
  const folders = readdirSync(join(root, 'server/src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).toSorted()).toEqual(foldersInOrder.toSorted());
});
