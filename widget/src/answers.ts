import { items, type Ratings } from '@heart-survey/shared/items';
import { maxCommentLength } from '@heart-survey/shared/text';

/** The body of `POST /api/v1/responses` (docs/design.md §5). Undefined fields are omitted. */
export interface ResponseRequest {
  id: string;
  region: string;
  ratings: Ratings;
  comment: string | undefined;
  language: string | undefined;
  channel: string | undefined;
  employee: string | undefined;
  wording: number | undefined;
  mayShow: boolean | undefined;
  group: string | undefined;
  campaign: string | undefined;
}

/** What the form contains now, with its hidden fields. Empty fields are omitted. */
export function readAnswers(form: HTMLFormElement, id: string, region: string): ResponseRequest {
  const filled = [...new FormData(form)].filter(([, value]) => value !== '');
  const { comment, language, channel, employee, wording, mayShow, group, campaign, ...others } = Object.fromEntries(
    filled,
  ) as Typed;
  const rated = items.filter((item) => others[item]).map((item) => [item, Number(others[item])]);
  return {
    id,
    region,
    ratings: Object.fromEntries(rated) as Ratings,
    comment,
    language,
    channel,
    employee,
    wording: wording === undefined ? undefined : Number(wording),
    mayShow: mayShow ? true : undefined,
    group,
    campaign,
  };
}

/** Whether the form contains the answers of that request. The element's form may not have its box and groups yet. */
export function holds(form: HTMLFormElement, request: ResponseRequest): boolean {
  const hasBox = form.elements.namedItem('mayShow');
  const hasGroups = form.querySelector('.groups');
  const [own, sent] = [readAnswers(form, '', ''), request].map(({ ratings, comment, mayShow, group }) =>
    JSON.stringify([ratings, comment, hasBox && mayShow, hasGroups && group]),
  );
  return own === sent;
}

/** The paths of fields that the collector would refuse. A response needs a rating (docs/design.md §3.1). */
export function invalidPaths({ ratings, comment = '' }: ResponseRequest): string[] {
  const isUnrated = Object.keys(ratings).length === 0;
  return [...(isUnrated ? ['ratings'] : []), ...(comment.length > maxCommentLength ? ['comment'] : [])];
}

/** The value of a hidden field; empty if there is none. */
export function hiddenValue(form: HTMLFormElement, name: string): string {
  return form.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? '';
}

/** The respondent's choices and text, by field name; empty if there is nothing. */
export type Typed = Record<string, string>;

/** The fields that a respondent fills in. */
const fields = [...items, 'comment', 'mayShow', 'group'];

/** The form's current answers. */
export function typedIn(form: HTMLFormElement): Typed {
  const data = new FormData(form);
  return inOrder((name) => data.get(name));
}

/** Fills in the form; missing answers are cleared. */
export function putTyped(form: HTMLFormElement, typed: Typed): void {
  for (const field of form.querySelectorAll<HTMLInputElement>('input, textarea')) {
    const value = typed[field.name] ?? '';
    if (field.name === 'comment') field.value = value;
    // A hidden field may be checked too, which changes nothing. The answer without a group's code is no answer.
    else field.checked = value !== '' && field.value === value;
  }
}

/** The form's answers before anyone touches it. */
export function rendered(form: HTMLFormElement): Typed {
  const chosen = [...form.querySelectorAll<HTMLInputElement>('[checked]')].map(({ name, value }) => [name, value]);
  const held = { ...Object.fromEntries(chosen), comment: form.querySelector('textarea')!.defaultValue } as Typed;
  return inOrder((name) => held[name]);
}

function inOrder(valueOf: (name: string) => unknown): Typed {
  return Object.fromEntries(fields.map((name) => [name, valueOf(name) ?? ''])) as Typed;
}

/** Whether someone has changed the form. A link may have chosen the group. */
export function isFilled(form: HTMLFormElement): boolean {
  return Object.values({ ...typedIn(form), group: '' }).some(Boolean);
}

/** A random UUID (RFC 9562, version 4), on pages without a secure context too, where `randomUUID` does not exist. */
export function newId(): string {
  // Each 0, 1 and 8 is replaced with random bits: four of them, or two for the variant.
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) => {
    const fixed = Number(digit);
    return (fixed ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (fixed / 4)))).toString(16);
  });
}
