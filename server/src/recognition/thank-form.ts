import { heart, lettersPraised, type HeartLetter } from '@heart-survey/shared/heart';
import type { Comment } from '../comments/comments.ts';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { namedIn, searched } from './names.ts';
import type { Employee, Team } from './queries.ts';
import { cutsOf, joinedCuts, quoted, saysSomething, sentencesOf, type Cut } from './quoted.ts';

/** The longest line of one's own, in UTF-16 units. */
export const maxLine = 500;
/** How many people can be thanked for one comment. */
const maxPeople = 30;

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
    search: form.text('search'),
    sentences: numbers('sentences'),
    words: form.text('words'),
    letters: heart.map(({ letter }) => letter).filter((letter) => given.includes(letter)),
    line: form.text('line'),
    send: form.text('send'),
  };
}

/** The people to offer: those chosen, those whose name is in the comment, and those whose name was searched for. */
export function offered(comment: string, { people, search }: ThankForm, { employees }: Directory): Employee[] {
  const chosen = employees.filter(({ id }) => people.includes(id));
  const all = [...chosen, ...namedIn(comment, employees), ...searched(search, employees)];
  return [...new Set(all)].slice(0, maxPeople + chosen.length);
}

/** The pieces of the comment that are left out. */
export function chosenCuts({ comment, language }: Pick<Comment, 'comment' | 'language'>, choice: ThankForm): Cut[] {
  const sentences = sentencesOf(comment, language).map(({ cut }) => cut);
  return joinedCuts([
    ...choice.sentences.flatMap((index) => (sentences[index] === undefined ? [] : [sentences[index]])),
    ...choice.words.split('\n').flatMap((words) => cutsOf(comment, words)),
  ]);
}

/** The employees who get the email: those chosen, or the team's members who have an address. */
export function chosenPeople({ people, team }: ThankForm, { employees, teams }: Directory): Employee[] {
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
  const unknown = form.words
    .split('\n')
    .filter((words) => words.trim() !== '' && cutsOf(comment.comment, words).length === 0);
  const isEmpty = !saysSomething(quoted(comment.comment, chosenCuts(comment, form)));
  return [
    ...(form.team === null ? peopleErrors(chosenPeople(form, directory)) : teamErrors(form, directory)),
    ...(isEmpty ? [{ at: 'sentences', message: 'Leave at least a few words of the comment.' }] : []),
    ...unknown.map((words) => ({
      at: 'words',
      message: `“${words.trim()}” is not in the comment. Check the spelling.`,
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
  if (form.people.length > 0) return [{ at, message: 'Choose either a team or people, not both.' }];
  if (length === 0) return [{ at, message: 'This team has no members with an email address.' }];
  if (length <= maxPeople) return [];
  const message = `This team has ${length} members with an email address. You can thank at most ${maxPeople} people at once.`;
  return [{ at, message }];
}
