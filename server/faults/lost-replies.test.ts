import { expect, test } from 'vitest';
import { surviveLostReplies } from './lost-replies.ts';
import { chance } from './chance.ts';

test.each([10, 30, 50])('stores 100 responses once each with %i%% of the replies lost', async (percent) => {
  const { rows, repliesCut } = await surviveLostReplies(100, percent / 100, chance(`${percent}% of replies lost`));
  expect(repliesCut).toBeGreaterThan(0);
  expect(rows).toBe(100);
});
