import { oncePerPlace, problemAtPath } from '@heart-survey/shared/form-problems';
import { currentWording, items, scale, type Item, type Rating } from '@heart-survey/shared/items';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { checkedValues, maxHintLength, type Problem } from '@heart-survey/shared/response';
import type { FormProblem } from '@heart-survey/shared/survey-form';
import { cleanText } from '@heart-survey/shared/text';
import * as v from 'valibot';
import { readEncoded } from '../http/encoded-form.ts';
import { trapField } from '../survey/survey.ts';

/** A posted form's fields: the value, or all values if a name came more than once. */
export type Fields = ReadonlyMap<string, string | string[]>;

const hints = ['language', 'channel', 'employee', 'group', 'campaign'];
const known = new Set<string>([...items, ...hints, 'id', 'comment', 'mayShow', 'wording', 'lang', trapField]);

/** Reads the form's fields from a form-encoded body. Never throws. Replaces invalid UTF-8 and reports it as `garbled`. */
export function readFields(body: Uint8Array): { fields: Fields; garbled: boolean } {
  const fields = new Map<string, string | string[]>();
  const { pairs, garbled } = readEncoded(body);
  for (const [name, value] of pairs) {
    if (!known.has(name)) continue;
    const before = fields.get(name);
    // Changed in place, because a body can repeat a name 30,000 times.
    if (Array.isArray(before)) before.push(value);
    else fields.set(name, before === undefined ? value : [before, value]);
  }
  return { fields, garbled };
}

/** The object that a JSON body would contain: empty fields are absent, `1` to `5` are integers, the rest is unchanged. */
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
    mayShow: given('mayShow'),
    group: given('group'),
    campaign: given('campaign'),
  };
}

/** The form's id, or undefined if it is not valid. */
export function sentId(fields: Fields): string | undefined {
  const id = v.safeParse(v.pipe(v.string(), v.uuid()), fields.get('id'));
  return id.success ? id.output : undefined;
}

/** Everything that was typed, to show it again under this id with the current wording. */
export function keptAnswers(fields: Fields, id: string) {
  const text = (name: string) => [fields.get(name) ?? ''].flat().join(' ');
  // The schema treats a hint that is too long as absent, so it would only make the page longer.
  const hint = (name: string) => (text(name).length > maxHintLength ? '' : text(name));
  const ratings: Partial<Record<Item, Rating | undefined>> = {};
  for (const item of items) ratings[item] = scale.find((value) => String(value) === fields.get(item));
  const { group, campaign, ...others } = Object.fromEntries(hints.map((name) => [name, hint(name)]));
  const codes = { ...(group ? { group } : {}), ...(campaign ? { campaign } : {}) };
  const hidden = { id, ...others, ...codes, wording: String(currentWording) };
  const allowsShowing = checkedValues.some((value) => value === fields.get('mayShow'));
  return { hidden, ratings, comment: cleanText(text('comment')), allowsShowing };
}

/** The problems with a form in the respondent's language, each at the field where it can be fixed. */
export function formProblems(problems: Problem[], text: Catalog): FormProblem[] {
  const whole: FormProblem = { at: 'form', message: text.sendAgain };
  return oncePerPlace(problems.map(({ path }) => problemAtPath(path, text) ?? whole));
}
