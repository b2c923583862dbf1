import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { statement } from '../database/statement.ts';
import type { Campaign } from './queries.ts';

/**
 * Names an address that a department must not invite again, by a keyed hash: a list of people who want no email is a list of
 * people too.
 * @param secret the installation's key for keyed hashes.
 */
export function optOutOf(secret: string, departmentId: number, email: string): string {
  return createHmac('sha256', secret).update(`campaign ${departmentId} ${email.toLowerCase()}`).digest('base64url');
}

/** Those of these addresses that were taken off a list of the department. */
export async function optedOut(
  db: Database,
  secret: string,
  { departmentId, emails }: { departmentId: number; emails: readonly string[] },
): Promise<Set<string>> {
  const byHash = new Map(emails.map((email) => [optOutOf(secret, departmentId, email), email]));
  const rows = await readRows(
    db,
    v.object({ address: v.string() }),
    `SELECT address FROM campaign_opt_out
      WHERE department_id = :departmentId AND address IN (SELECT value FROM json_each(:hashes))`,
    { departmentId, hashes: JSON.stringify([...byHash.keys()]) },
  );
  return new Set(rows.map(({ address }) => byHash.get(address)!));
}

interface Wish {
  /** The one whose invitation was answered. */
  campaign: Campaign;
  /** The keyed hash of the address. */
  optOut: string;
  /** The id of the person who notes it, and when. */
  by: string;
  at: number;
}

/** Notes that the department must not invite an address which is not on the campaign's list, or no longer. */
export async function noteOptOut(db: Database, { campaign, optOut, by, at }: Wish): Promise<void> {
  const { departmentId, code } = campaign;
  const change = statement(
    `INSERT INTO campaign_opt_out (department_id, address, at) VALUES (:departmentId, :optOut, :at) ON CONFLICT DO NOTHING`,
    { departmentId, optOut, at },
  );
  const entry = { at, personId: by, action: 'campaign address left out', subject: code, departmentId };
  await commitChange(db, change, entry);
}
