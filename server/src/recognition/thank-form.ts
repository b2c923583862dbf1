import { randomUUID } from 'node:crypto';
import { heart, lettersPraised, type HeartLetter } from '@heart-survey/shared/heart';
import * as v from 'valibot';
import type { Comment } from '../comments/comments.ts';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { namedIn, searched } from '@heart-survey/shared/names';
import type { Employee, Team } from './queries.ts';
import { cutsOf, joinedCuts, quoted, saysSomething, sentencesOf, type Cut } from './quoted.ts';

/** The longest line of one's own, in UTF-16 units. */
export const maxLine = 500;
/** How many people can be thanked for one comment, unless they are a team. */
const maxPeople = 30;
/** The most that can be left out by its words: this many pieces, and this many UTF-16 units together. */
const maxPieces = 20;
const maxWords = 500;
const maxSearch = 100;

/** What someone chose on the form of a thank-you, as they typed it. */
export interface ThankForm {
  /** Ids of employees. */
  people: number[];
  /** The id of the team, instead of single people. */
  team: number | null;
  search: string;
  /** Which sentences are left out, by their place in the comment. */
  sentences: number[];
  /** Words to leave out, one piece on each line. */
  words: string;
  letters: HeartLetter[];
  line: string;
  /** Made by the form, so that sending it twice sends one thank-you. */
  send: string;
}

/** The people and teams that may be thanked. */
export interface Directory {
  employees: Employee[];
  teams: Team[];
}

/** The form as it opens: the employee whose link the customer opened, and the letters that were rated 4 or 5. */
export function firstForm(comment: Comment, linked: number | null, { employees }: Directory, send: string): ThankForm {
  const people = employees.some(({ id }) => id === linked) ? [linked!] : [];
  return { people, team: null, search: '', sentences: [], words: '', letters: lettersPraised(comment), line: '', send };
}

/** Reads the form; an unknown value is left out. */
export function formIn(form: Form): ThankForm {
  const numbers = (name: string) => form.all(name).map(Number).filter(Number.isSafeInteger);
  const given = form.all('letters');
  const team = form.text('team');
  return {
    people: numbers('people'),
    team: team === '' ? null : Number(team),
    search: form.text('search').slice(0, maxSearch),
    sentences: numbers('sentences'),
    words: form.text('words'),
    letters: heart.map(({ letter }) => letter).filter((letter) => given.includes(letter)),
    line: form.text('line'),
    send: v.is(v.pipe(v.string(), v.uuid()), form.text('send')) ? form.text('send') : randomUUID(),
  };
}

/** The people to offer: those chosen, those whose name is in the comment, and those whose name was searched for. */
export function offered(comment: string, { people, search }: ThankForm, { employees }: Directory): Employee[] {
  const chosen = employees.filter(({ id }) => people.includes(id));
  const all = [...chosen, ...searched(search, employees), ...namedIn(comment, employees)];
  return [...new Set(all)].slice(0, maxPeople + chosen.length);
}

/** What is written on each line, once. */
function piecesIn(words: string): string[] {
  return [...new Set(words.split('\n').map((piece) => piece.trim()))].filter((piece) => piece !== '');
}

/** The pieces of the comment that are left out. */
export function chosenCuts({ comment, language }: Pick<Comment, 'comment' | 'language'>, choice: ThankForm): Cut[] {
  const sentences = sentencesOf(comment, language).map(({ cut }) => cut);
  return joinedCuts([
    ...choice.sentences.flatMap((index) => (sentences[index] === undefined ? [] : [sentences[index]])),
    ...piecesIn(choice.words).flatMap((words) => cutsOf(comment, words)),
  ]);
}

/** The employees who get the email: the members of the team who have an address, or without a team those chosen. */
export function chosenPeople(
  { people, team }: Pick<ThankForm, 'people' | 'team'>,
  { employees, teams }: Directory,
): Employee[] {
  if (team === null) return employees.filter(({ id }) => people.includes(id));
  const members = teams.find(({ id }) => id === team)?.memberIds ?? [];
  return employees.filter(({ id, email }) => members.includes(id) && email !== null);
}

/** What is missing or wrong. */
export function formErrors(
  comment: Pick<Comment, 'comment' | 'language'>,
  form: ThankForm,
  directory: Directory,
): FieldError[] {
  if (form.words.length > maxWords || piecesIn(form.words).length > maxPieces) {
    return [{ at: 'words', message: `Enter at most ${maxPieces} lines and ${maxWords} characters.` }];
  }
  const unknown = piecesIn(form.words).filter((words) => cutsOf(comment.comment, words).length === 0);
  const isEmpty = !saysSomething(quoted(comment.comment, chosenCuts(comment, form)));
  return [
    ...(form.team === null ? peopleErrors(chosenPeople(form, directory)) : teamErrors(form, directory)),
    ...(isEmpty ? [{ at: 'sentences', message: 'Leave at least a few words of the comment.' }] : []),
    ...unknown.map((words) => ({
      at: 'words',
      message: `“${words}” is not in the comment. Check the spelling.`,
    })),
    ...(form.line.length > maxLine ? [{ at: 'line', message: `Enter ${maxLine} characters or fewer.` }] : []),
  ];
}

function peopleErrors(chosen: Employee[]): FieldError[] {
  const at = 'people';
  if (chosen.length === 0) return [{ at, message: 'Choose who to thank.' }];
  if (chosen.length > maxPeople) {
    return [{ at, message: `Choose ${maxPeople} people or fewer. You chose ${chosen.length}.` }];
  }
  return chosen
    .filter(({ email }) => email === null)
    .map(({ name }) => ({
      at,
      message: `${name} has no email address in the directory. Ask an administrator to add it.`,
    }));
}

function teamErrors(form: ThankForm, directory: Directory): FieldError[] {
  const at = 'team';
  const { length } = chosenPeople(form, directory);
  return length === 0 ? [{ at, message: 'This team has no members with an email address.' }] : [];
}
