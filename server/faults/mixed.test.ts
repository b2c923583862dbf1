import { expect, test } from 'vitest';
import { chance } from './chance.ts';
import { mix } from './mixed.ts';

test('verify agrees after a few hundred mixed operations of customers and staff', async () => {
  const { operations, purged, did } = await mix(500, chance('mixed operations'));
  expect(operations).toBeGreaterThanOrEqual(500);
  expect(purged).toBeGreaterThan(0);
  expect(Object.keys(did)).toEqual(expect.arrayContaining(['replayed', 'entered from paper', 'restated', 'erased']));
});
