import { isDeepStrictEqual } from 'node:util';
import { items } from '@heart-survey/shared/items';
import { expect } from 'vitest';
import { openDatabase, type Database } from '../src/database/database.ts';
import { verify } from '../src/figures/figures.ts';
import type { Remembered, Writers } from './writers.ts';

/** A stored response in the same form as its sender remembers it. */
interface Kept {
  response: Remembered['response'];
  receipt: Required<Remembered>['receipt'];
}

/**
 * Fails unless the database, which may be in use, holds every acknowledged response as it was sent and acknowledged,
 * none twice, and none that no one sent, and its tallies, pages and references are intact.
 * @returns how many rows there are.
 */
export async function expectNothingLost(
  url: string,
  { remembered, unexpected }: Pick<Writers, 'remembered' | 'unexpected'>,
) {
  const acknowledged = remembered.filter(({ receipt }) => receipt !== undefined);
  const db = await openDatabase(url);
  try {
    const rows = await keptIn(db);
    const kept = new Map(rows.map((row) => [row.response.id, row]));
    const sent = new Set(remembered.map(({ response }) => response.id));
    const wrong = acknowledged.filter((entry) => !isSame(entry, kept.get(entry.response.id)));
    expect(wrong, 'acknowledged, but lost or changed').toEqual([]);
    expect(
      rows.filter(({ response }) => !sent.has(response.id)),
      'stored, but never sent',
    ).toEqual([]);
    expect(new Set(rows.map(({ response }) => response.comment)).size, 'stored once each').toBe(rows.length);
    expect(unexpected, 'unexpected answers').toEqual([]);
    await expectIntact(db);
    return rows.length;
  } finally {
    db.$client.close();
  }
}

/** Fails unless the tallies match a recount and no page or reference of the database is broken. */
export async function expectIntact(db: Database): Promise<void> {
  expect(await verify(db)).toMatchObject({ differences: [], tamperedSnapshots: [] });
  const { rows: integrity } = await db.$client.execute('PRAGMA integrity_check');
  expect(integrity.map((row) => row[0])).toEqual(['ok']);
  expect((await db.$client.execute('PRAGMA foreign_key_check')).rows).toEqual([]);
}

async function keptIn(db: Database): Promise<Kept[]> {
  const { rows } = await db.$client.execute(
    `SELECT response.id, region.slug AS region, comment, language, channel, quarter, received_at, ${items.join(', ')}
     FROM response JOIN region ON region.id = region_id`,
  );
  return rows.map((row) => {
    const { id, region, comment, language, channel, quarter } = { ...row } as unknown as Record<string, string>;
    const ratings = Object.fromEntries(items.map((item) => [item, row[item]]));
    return {
      response: { id, region, ratings, comment, language, channel } as unknown as Kept['response'],
      receipt: { id: id!, quarter: quarter!, receivedAt: new Date(Number(row['received_at'])).toISOString() },
    };
  });
}

function isSame({ response, receipt }: Remembered, kept: Kept | undefined): boolean {
  return isDeepStrictEqual({ response, receipt }, kept);
}
