import { dayFrom } from '@heart-survey/shared/dates';
import { items } from '@heart-survey/shared/items';
import { inHundredths } from '@heart-survey/shared/scores';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { hasWords } from '../pages/reason.ts';
import type { ActionText, PlanText } from './changes.ts';
import type { PlanScores } from './plan-figures.ts';
import { wordOf } from '../results/results.ts';
import { causeWords, strengthWords, type CauseClass, type Strength } from './words.ts';

/** The maximum length of a cause, in UTF-16 units. */
export const maxCause = 2000;
/** The maximum length of an action or its outcome, in UTF-16 units. */
export const maxAction = 500;

/** What a plan can be measured by. */
export const measures = ['average', ...items] as const;
export type Measure = (typeof measures)[number];

/** A measure's name, such as `Timeliness`. */
export const measureWord = (measure: Measure) => (measure === 'average' ? 'Average of all six' : wordOf(measure));

/** The fields of a form as they were typed, by name. */
export type Typed = Record<string, string>;

/** A form's values, or what is wrong with it. */
export type Parsed<Value> = { value: Value; errors: [] } | { value: undefined; errors: FieldError[] };

/** What the words and the measure of a plan are checked against. */
export interface TextLimits {
  /** The figures of the quarter that the plan is for. */
  before: PlanScores;
  /** People who may work on the plan. */
  people: { id: string }[];
  /** The names of the department's employees: none of them is a cause. */
  employees: string[];
}

export const textFields = ['causeClass', 'cause', 'figure', 'goal', 'monitor'] as const;

/** Reads the words and the measure. Everything may be empty: a plan can be saved half written. */
export function parseText(form: Form, { before, people, employees }: TextLimits): Parsed<PlanText> {
  const typed = typedIn(form, textFields);
  const causeClass = Object.hasOwn(causeWords, typed.causeClass) ? (typed.causeClass as CauseClass) : null;
  const figure = measures.find((one) => one === typed.figure) ?? null;
  const goal = typed.goal === '' ? null : hundredthsOf(typed.goal);
  const named = employeeIn(typed.cause, employees);
  const now = figure === null ? null : measured(before, figure).hundredths;
  const checks: Check[] = [
    ['cause', typed.cause.length <= maxCause, `Shorten the cause to ${maxCause.toLocaleString('en-US')} characters.`],
    ['cause', named === undefined, `Remove the name ${named}. Do not name an employee as the cause.`],
    ['figure', typed.figure === '' || figure !== null, 'Choose a measure from the list.'],
    ['goal', goal !== undefined, 'Enter a goal between 1.01 and 5.00, such as 4.10.'],
    [
      'goal',
      typeof goal !== 'number' || now === null || goal > now,
      `Enter a goal above ${now === null ? '' : inHundredths(now)}, the figure of the quarter that the plan is for.`,
    ],
    [
      'monitor',
      typed.monitor === '' || people.some(({ id }) => id === typed.monitor),
      'Choose a person from the list.',
    ],
  ];
  const errors = errorsOf(checks);
  if (errors.length > 0 || goal === undefined) return { value: undefined, errors };
  return {
    value: { causeClass, cause: typed.cause || null, figure, goal, monitorId: typed.monitor || null },
    errors: [],
  };
}

/** The value of a measure, in hundredths, cut; null without ratings. */
export function measured({ scores }: Pick<PlanScores, 'scores'>, measure: Measure) {
  const { sum, n } = measure === 'average' ? scores : scores.items[measure];
  return { hundredths: n === 0 ? null : (100 * sum - ((100 * sum) % n)) / n, n };
}

export const actionFields = ['text', 'owner', 'dueOn', 'strength'] as const;

/** What an action is checked against. */
interface ActionLimits {
  /** The names of the department's employees: executives read the actions, so none of them is named. */
  employees: string[];
  /** People who may work on the plan. */
  people: { id: string }[];
  /** The earliest day that it can be due, `2027-02-12`. */
  today: string;
  /** The day on which it is due now, if it is not new: it can stay, also if it has passed. */
  dueOn?: string;
}

/** Reads an action. */
export function parseAction(form: Form, limits: ActionLimits): Parsed<ActionText> {
  const { text, strength } = typedIn(form, actionFields);
  const later = parseLater(form, limits);
  const named = employeeIn(text, limits.employees);
  const errors = errorsOf([
    ['text', hasWords(text), 'Enter what will be done.'],
    ['text', named === undefined, `Remove the name ${named}. Executives can read the actions.`],
    ['text', text.length <= maxAction, `Shorten the action to ${maxAction} characters.`],
    ...later.errors.map(({ at, message }): Check => [at, false, message]),
    ['strength', Object.hasOwn(strengthWords, strength), 'Choose how strong the action is.'],
  ]);
  if (later.value === undefined || errors.length > 0) return { value: undefined, errors };
  return { value: { text, ...later.value, strength: strength as Strength }, errors: [] };
}

/** Reads what can still change once the plan is agreed: who does an action, and by when. */
export function parseLater(
  form: Form,
  { people, today, dueOn: current }: ActionLimits,
): Parsed<Pick<ActionText, 'ownerId' | 'dueOn'>> {
  const { owner, dueOn } = typedIn(form, actionFields);
  const errors = errorsOf([
    ['owner', people.some(({ id }) => id === owner), 'Choose who is responsible.'],
    ['dueOn', dayFrom(dueOn) !== undefined, 'Enter the date by which it is due.'],
    ['dueOn', dayFrom(dueOn) === undefined || dueOn >= today || dueOn === current, 'Enter a date that has not passed.'],
  ]);
  return errors.length > 0 ? { value: undefined, errors } : { value: { ownerId: owner, dueOn }, errors: [] };
}

/** What was typed into these fields. */
export function typedIn<Name extends string>(form: Form, names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, form.text(name)])) as Record<Name, string>;
}

type Check = [at: string, isFine: boolean, message: string];

/** The first problem of each field. */
function errorsOf(checks: Check[]): FieldError[] {
  const failed = checks.filter(([, isFine]) => !isFine);
  return failed
    .filter(([at], index) => failed.findIndex(([other]) => other === at) === index)
    .map(([at, , message]) => ({ at, message }));
}

/** `4.1` as 410; undefined if it is no goal. */
function hundredthsOf(text: string): number | undefined {
  if (!/^[1-5](\.\d{1,2})?$/.test(text)) return undefined;
  const hundredths = Math.round(Number(text) * 100);
  return hundredths > 100 && hundredths <= 500 ? hundredths : undefined;
}

/** The first employee whose full name is in the text. One word alone could be any word, such as May. */
function employeeIn(text: string, employees: string[]): string | undefined {
  const plain = ` ${wordsOf(text)} `;
  return employees.find((name) => name.trim().includes(' ') && plain.includes(` ${wordsOf(name)} `));
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.join(' ') ?? '';
