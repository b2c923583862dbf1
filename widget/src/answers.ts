import { items, type Ratings } from '@heart-survey/shared/items';

/** The body of `POST /api/v1/responses` (docs/design.md §5). What is undefined is left out. */
export interface ResponseRequest {
  id: string;
  region: string;
  ratings: Ratings;
  comment: string | undefined;
  language: string | undefined;
  channel: string | undefined;
  employee: string | undefined;
  wording: number | undefined;
}

/** What the form holds now, its hidden fields included. An empty field is an absent one. */
export function readAnswers(form: HTMLFormElement, id: string, region: string): ResponseRequest {
  const data = new FormData(form);
  const field = (name: string): string | undefined => {
    const value = data.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const number = (name: string): number | undefined => {
    const value = field(name);
    return value === undefined ? undefined : Number(value);
  };
  return {
    id,
    region,
    ratings: Object.fromEntries(items.map((item) => [item, number(item)])) as Ratings,
    comment: field('comment'),
    language: field('language'),
    channel: field('channel'),
    employee: field('employee'),
    wording: number('wording'),
  };
}

/** What a respondent has chosen and typed, by the name of the field. */
export type Typed = Record<string, string>;

/** The fields that a respondent fills in. */
export const fields = [...items, 'comment'];

export function typedIn(form: HTMLFormElement): Typed {
  const data = new FormData(form);
  const given = fields.map((name) => [name, data.get(name)]).filter(([, value]) => value);
  return Object.fromEntries(given) as Typed;
}

/** Fills the form in; what is not there is not chosen. */
export function putTyped(form: HTMLFormElement, typed: Typed): void {
  for (const name of fields) {
    const field = form.elements.namedItem(name) as RadioNodeList | HTMLTextAreaElement;
    if (field instanceof RadioNodeList) for (const one of field) one.checked = false;
    field.value = typed[name] ?? '';
  }
}

/** What the form held before anyone touched it, as text to compare with `asText` of what is typed. */
export function rendered(form: HTMLFormElement): string {
  const chosen = [...form.querySelectorAll<HTMLInputElement>('[checked]')].map(({ name, value }) => [name, value]);
  return asText({ ...Object.fromEntries(chosen), comment: form.querySelector('textarea')!.defaultValue } as Typed);
}

export function asText(typed: Typed): string {
  return JSON.stringify(fields.map((name) => typed[name] ?? ''));
}

/** Whether at least one statement is rated: without a rating there is no response (docs/design.md §3.1). */
export function isRated({ ratings }: ResponseRequest): boolean {
  return items.some((item) => ratings[item] !== undefined);
}

/** A random UUID (RFC 9562, version 4), on pages without a secure context too, where `randomUUID` does not exist. */
export function newId(): string {
  // Each 0, 1 and 8 is filled with random bits: four of them, but two where the variant stands.
  return '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) => {
    const fixed = Number(digit);
    return (fixed ^ (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (fixed / 4)))).toString(16);
  });
}
