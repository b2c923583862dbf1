import { expect, test } from 'vitest';
import { surviveLostReplies } from './lost-replies.ts';
import { chance } from './chance.ts';

test.each([10, 30, 50])('where %i of a hundred replies are cut off, 100 responses are 100 rows', async (percent) => {
  const { rows, repliesCut } = await surviveLostReplies(100, percent / 100, chance(`${percent} % of replies cut off`));
  expect(repliesCut).toBeGreaterThan(0);
  expect(rows).toBe(100);
});
