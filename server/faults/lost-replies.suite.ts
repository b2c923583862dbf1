import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { surviveLostReplies } from './lost-replies.ts';
import { chance, print } from './chance.ts';

const responses = 10_000;

test('stores ten thousand responses once each although replies are lost', { timeout: 10 * 60_000 }, async () => {
  const lostReplies: Record<string, object> = {};
  for (const percent of [10, 30, 50]) {
    const counted = await surviveLostReplies(responses, percent / 100, chance(`${percent}% of replies lost`));
    print(`${percent}% of replies lost: ${JSON.stringify(counted)}`);
    expect(counted.repliesCut).toBeGreaterThan((responses * percent) / 200);
    expect(counted.rows).toBe(responses);
    lostReplies[`${percent}%`] = counted;
  }
  await keepFigures('faults', { lostReplies });
});
