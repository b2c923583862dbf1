import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { statement } from '../src/database/statement.ts';
import type { TestCollector } from './collector.ts';
import type { Staff } from './staff.ts';

/** Where the campaigns of the usual department are. */
export const campaignsAt = '/console/departments/cws/campaigns';

/** The fields of a proposal without mistakes: two weeks from the middle of the quarter. */
export const aProposal = (given: Record<string, string> = {}) => ({
  send: randomUUID() as string,
  name: 'Lobby week',
  purpose: 'Ask people who wait in the lobby.',
  place: 'central',
  audience: 'external',
  startsOn: '2026-08-17',
  endsOn: '2026-08-30',
  goal: '',
  invited: '',
  ...given,
});

/** Proposes a campaign. @returns the address of its page. */
export async function propose(person: Staff, given: Record<string, string> = {}): Promise<string> {
  const { status, headers, body } = await person.post(campaignsAt, aProposal(given));
  expect(status, body).toBe(303);
  return headers.get('location')!.split('?')[0]!;
}

/** Proposes and approves a campaign. @returns the address of its page, its id and its code. */
export async function aCampaign(
  collector: Pick<TestCollector, 'db'>,
  person: Staff,
  given: Record<string, string> = {},
) {
  const path = await propose(person, given);
  expect((await person.post(`${path}/approval`)).headers.get('location')).toBe(`${path}?notice=approved`);
  const id = Number(path.split('/').at(-1));
  const { rows } = await collector.db.$client.execute(statement('SELECT code FROM campaign WHERE id = :id', { id }));
  return { path, id, code: String(rows[0]!['code']) };
}
