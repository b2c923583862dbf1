import { expect, test } from 'vitest';
import { firstNameIn, hasName, namedIn, namesOf, searched } from './names.ts';

const people = ['Maria Gomez', 'José Núñez', 'Will May', 'Grace Li', '王小明', '김민수', 'Al Xu'].map((name) => ({
  name,
}));
const found = (comment: string) => namedIn(comment, people).map(({ name }) => name);

test('finds a first or last name as customers write it', () => {
  expect(found('maria was great')).toEqual(['Maria Gomez']);
  expect(found('Jose and GOMEZ helped')).toEqual(['Maria Gomez', 'José Núñez']);
  expect(found('谢谢王小明的帮助')).toEqual(['王小明']);
  expect(found('김민수님이 친절했습니다')).toEqual(['김민수']);
  expect(found('Thanks to Maria Gomez and Núñez')).toEqual(['Maria Gomez', 'José Núñez']);
});

test('an everyday word is no name unless it starts like one, and neither is a part of a word', () => {
  expect(found('I may come back, it will be a grace')).toEqual([]);
  expect(found('Grace and Will were kind')).toEqual(['Will May', 'Grace Li']);
  expect(found('also mariachi')).toEqual([]);
  expect(hasName('also al', namesOf(people))).toBe(false);
});

test('searches parts of names without accents, and knows the first name', () => {
  expect(searched('nun jos', people).map(({ name }) => name)).toEqual(['José Núñez']);
  expect(searched(' ', people)).toEqual([]);
  expect(['Maria Lopez', 'Lopez, Maria Ana', 'Cher'].map(firstNameIn)).toEqual(['Maria', 'Maria', 'Cher']);
});
