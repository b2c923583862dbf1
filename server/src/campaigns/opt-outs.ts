import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';

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
