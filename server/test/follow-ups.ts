import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { aCase } from './cases.ts';
import type { TestCollector } from './collector.ts';
import type { Staff } from './staff.ts';

/** Opens a case. @returns the path of its page, and its reference. */
export async function aCasePath(collector: TestCollector, given: Parameters<typeof aCase>[1] = {}) {
  const { reference, receipt } = await aCase(collector, given);
  return { reference, receipt: receipt!, path: `/console/cases/${reference}` };
}

/** The form of a new action, with what differs. */
export const anAction = (given: Record<string, string> = {}) => ({
  id: randomUUID() as string,
  'action-new-text': 'Put up a sign with the opening hours.',
  'action-new-owner': '',
  'action-new-due': '2026-08-20',
  ...given,
});

/** Adds an action to a case. @returns its id. */
export async function addAction(person: Staff, path: string, given: Record<string, string> = {}): Promise<string> {
  const fields = anAction(given);
  const added = await person.post(`${path}/actions`, fields);
  expect(added.status, added.body).toBe(303);
  return fields.id;
}
