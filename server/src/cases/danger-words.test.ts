import { expect, test } from 'vitest';
import { mentionsDanger } from './danger-words.ts';

const danger = [
  'I will kill him.',
  'He hits my child.',
  'he HITS  my little\nchild',
  'My stepfather molested me when I was nine',
  'She said she wants to die',
  'There is a gun in the house',
  'the boy was beaten',
  'I think it is child abuse',
  'They’re threatening us',
];

const ordinary = [
  'The clerk was very skilled.',
  'My son plays Assassin’s Creed in the waiting room.',
  'I was killing time for two hours.',
  'It was a hit with my colleagues.',
  'She has begun the application.',
  'A knifefish and a shotgunned report',
  'The therapist was late.',
  'Her kindness touched me.',
  'We got our flu shots.',
  '',
];

test.for(danger)('takes as danger: %s', (text) => {
  expect(mentionsDanger(text)).toBe(true);
});

test.for(ordinary)('takes as ordinary: %s', (text) => {
  expect(mentionsDanger(text)).toBe(false);
});

test('reads 20,000 characters of any kind without a stall', () => {
  const startedAt = performance.now();
  for (const part of ['hits my ', 'hit ', 'a', '\u0301', '打', 'ه ', 'kill'.slice(0, 3)]) {
    mentionsDanger(part.repeat(20_000 / part.length));
  }
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
