import { randomUUID } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import { expect } from 'vitest';
import { valueOf } from './plans.ts';
import type { Staff } from './staff.ts';
import type { Answer } from './wire.ts';

/** Where the usual department's quarter is restated. */
export const restatingPath = (quarter = '2026-07') => `/console/departments/cws/quarters/${quarter}/restating`;

/** Where its versions are. */
export const versionsPath = (quarter = '2026-07') => `/console/departments/cws/quarters/${quarter}/versions`;

/** The fields of a paper form, with the same rating for all six items. */
export const paperForm = (rating: number | string, given: Record<string, string> = {}) => ({
  id: randomUUID() as string,
  region: 'central',
  date: '2026-08-03',
  language: 'en',
  ...Object.fromEntries(items.map((item) => [item, String(rating)])),
  comment: '',
  ...given,
});

/** Starts a restatement of that class. */
export async function startRestating(person: Staff, given: string, quarter?: string): Promise<void> {
  const started = await person.post(restatingPath(quarter), { class: given, reason: `A reason for ${given}.` });
  expect(started.headers.get('location'), started.body).toBe(`${restatingPath(quarter)}?notice=started`);
}

/** Adds to the restatement: a paper form, a correction, an exclusion, or an inclusion. */
export async function addTo(
  person: Staff,
  what: 'forms' | 'corrections' | 'exclusions' | 'inclusions',
  fields: Record<string, string | string[]>,
  quarter?: string,
): Promise<void> {
  const added = await person.post(`${restatingPath(quarter)}/${what}`, fields);
  expect(added.status, added.body).toBe(303);
  expect(added.headers.get('location')).toContain('notice=added');
}

/** Presses the button of the page as it is shown now. */
export async function makeIt(person: Staff, quarter?: string): Promise<Answer> {
  const { body } = await person.get(restatingPath(quarter));
  return person.post(`${restatingPath(quarter)}/making`, shownOn(body));
}

/** What the button of the page sends. */
export const shownOn = (body: string) => ({
  restatement: valueOf(body, 'restatement'),
  shown: valueOf(body, 'shown'),
});

/** Erases a response: the preview, and then the button. */
export async function eraseIt(person: Staff, response: string, quarter?: string): Promise<Answer> {
  const path = `${restatingPath(quarter)}/erasure`;
  const asked = { response, reason: 'A court order.' };
  const { body } = await person.post(path, asked);
  return person.post(path, { ...asked, shown: valueOf(body, 'shown') });
}
