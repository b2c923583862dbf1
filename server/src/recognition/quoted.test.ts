import { masked } from '@heart-survey/shared/mask';
import { expect, test } from 'vitest';
import { cutsOf, joinedCuts, quoted, saysSomething, sentencesOf } from './quoted.ts';

const comment = 'Maria was wonderful. My son Leo has been ill! Call me at 858-555-1234.';

test('shows […] for what is left out, and masks what looks personal in the rest', () => {
  const sentences = sentencesOf(comment, 'en');
  expect(sentences.map(({ shown }) => shown)).toEqual([
    'Maria was wonderful.',
    'My son Leo has been ill!',
    `Call me at ${masked}.`,
  ]);
  expect(quoted(comment, [sentences[1]!.cut])).toBe(`Maria was wonderful. […] Call me at ${masked}.`);
  expect(quoted(comment, [sentences[1]!.cut, sentences[2]!.cut])).toBe('Maria was wonderful. […]');
  expect(quoted(comment, cutsOf(comment, 'leo'))).toContain('My son […] has been ill!');
  const all = joinedCuts(sentences.map(({ cut }) => cut));
  expect(all).toEqual([[0, comment.length]]);
  expect([quoted(comment, all), saysSomething(quoted(comment, all))]).toEqual(['[…]', false]);
  expect(saysSomething(quoted(comment, cutsOf(comment, 'Maria')))).toBe(true);
});

test('leaving something out never reveals what was masked with it', () => {
  const number = 'My number is 858-555-1234.';
  for (const cut of cutsOf(number, '-')) expect(quoted(number, [cut])).not.toMatch(/\d/);
  expect(quoted(number, cutsOf(number, '858'))).toBe(`My number is […] ${masked}.`);
  // A sentence break inside of what is masked.
  const split = 'Write to maria.\nGomez@example.org please. Thanks.';
  expect(
    sentencesOf(split, 'en')
      .map(({ shown }) => shown)
      .join(''),
  ).not.toContain('Gomez@');
});

test('words to leave out are plain text, whatever they contain', () => {
  expect(cutsOf('a (b) c (B)', '(b)')).toEqual([
    [2, 5],
    [8, 11],
  ]);
  expect(cutsOf('anything', '  ')).toEqual([]);
  expect(
    joinedCuts([
      [5, 8],
      [0, 2],
      [7, 9],
    ]),
  ).toEqual([
    [0, 2],
    [5, 9],
  ]);
});
