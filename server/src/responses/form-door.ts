import { oncePerPlace, problemAtPath } from '@heart-survey/shared/form-problems';
import { currentWording, items, scale, type Item, type Rating } from '@heart-survey/shared/items';
import type { Catalogue } from '@heart-survey/shared/languages/catalogue';
import { maxHintLength, type Problem } from '@heart-survey/shared/response';
import type { FormProblem } from '@heart-survey/shared/survey-form';
import { cleanText } from '@heart-survey/shared/text';
import * as v from 'valibot';
import { decode } from '../http/body.ts';
import { trapField } from '../survey/survey.ts';

/** A posted form's fields: the value, or all values of a name that came more than once. */
export type Fields = ReadonlyMap<string, string | string[]>;

const hints = ['language', 'channel', 'employee'];
const known = new Set<string>([...items, ...hints, 'id', 'comment', 'wording', 'lang', trapField]);

/** The form's own fields out of a form-encoded body. Never throws; what is no UTF-8 is replaced, and `garbled` says so. */
export function readFields(body: Uint8Array): { fields: Fields; garbled: boolean } {
  const fields = new Map<string, string | string[]>();
  const text = decode(body);
  const legible = text ?? new TextDecoder().decode(body);
  for (const [name, value] of new URLSearchParams(legible)) {
    if (!known.has(name)) continue;
    const before = fields.get(name);
    // In place: a body can repeat a name 30,000 times.
    if (Array.isArray(before)) before.push(value);
    else fields.set(name, before === undefined ? value : [before, value]);
  }
  return { fields, garbled: text === null || isGarbled(legible) };
}

/** The same object that a JSON body would be: empty is absent, `1` to `5` are integers, all else stays as it is. */
export function responseInput(fields: Fields, region: string): Record<string, unknown> {
  const given = (name: string) => (fields.get(name) === '' ? undefined : fields.get(name));
  const rating = (item: Item) => scale.find((value) => String(value) === given(item)) ?? given(item);
  return {
    id: given('id'),
    region,
    ratings: Object.fromEntries(items.flatMap((item) => (given(item) === undefined ? [] : [[item, rating(item)]]))),
    comment: given('comment'),
    language: given('language'),
    channel: given('channel'),
    employee: given('employee'),
    wording: /^\d{1,6}$/.test(String(given('wording'))) ? Number(given('wording')) : given('wording'),
  };
}

/** The id that the form came with, or undefined where it is none. */
export function sentId(fields: Fields): string | undefined {
  const id = v.safeParse(v.pipe(v.string(), v.uuid()), fields.get('id'));
  return id.success ? id.output : undefined;
}

/** All that was typed, to be shown again under this id, next to the statements as they are worded today. */
export function keptAnswers(fields: Fields, id: string) {
  const text = (name: string) => [fields.get(name) ?? ''].flat().join(' ');
  // A hint too long to mean anything counts as absent for the schema, and would make the page long for nothing.
  const hint = (name: string) => (text(name).length > maxHintLength ? '' : text(name));
  const ratings: Partial<Record<Item, Rating | undefined>> = {};
  for (const item of items) ratings[item] = scale.find((value) => String(value) === fields.get(item));
  const hidden = {
    id,
    ...Object.fromEntries(hints.map((name) => [name, hint(name)])),
    wording: String(currentWording),
  };
  return { hidden, ratings, comment: cleanText(text('comment')) };
}

/** The problems with a form in the respondent's language, each at the field where it can be mended. */
export function formProblems(problems: Problem[], text: Catalogue): FormProblem[] {
  const whole: FormProblem = { at: 'form', message: text.sendAgain };
  return oncePerPlace(problems.map(({ path }) => problemAtPath(path, text) ?? whole));
}

/** Whether the bytes behind the percent signs are not UTF-8. */
function isGarbled(body: string): boolean {
  try {
    decodeURIComponent(body.replaceAll('+', ' '));
    return false;
  } catch {
    return true;
  }
}
