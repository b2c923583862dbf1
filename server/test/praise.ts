import { randomUUID } from 'node:crypto';
import { items, type Item, type Rating } from '@heart-survey/shared/items';
import { eq } from 'drizzle-orm';
import type { Database } from '../src/database/database.ts';
import {
  employee,
  recognition,
  recognitionRecipient,
  region,
  response,
  team,
  teamMember,
} from '../src/database/schema.ts';

// Praise and thank-yous as rows, for tests about what is shown of them.

async function regionId(db: Database, slug: string): Promise<number> {
  const [found] = await db.select({ id: region.id }).from(region).where(eq(region.slug, slug));
  return found!.id;
}

interface EmployeeGiven {
  name: string;
  email?: string | null;
  region?: string;
}

/** Adds an employee. @returns their id. */
export async function anEmployee(db: Database, { name, email = null, region = 'central' }: EmployeeGiven) {
  const row = { regionId: await regionId(db, region), name, email, code: randomUUID(), createdAt: 0 };
  const [added] = await db.insert(employee).values(row).returning({ id: employee.id });
  return added!.id;
}

/** Adds a team with these employees. @returns its id. */
export async function aTeam(db: Database, name: string, members: number[], region = 'central'): Promise<number> {
  const row = { regionId: await regionId(db, region), name, createdAt: 0 };
  const [added] = await db.insert(team).values(row).returning({ id: team.id });
  for (const employeeId of members) await db.insert(teamMember).values({ teamId: added!.id, employeeId });
  return added!.id;
}

interface CommentGiven extends Partial<Record<Item, Rating | null>> {
  comment?: string;
  region?: string;
  quarter?: string;
  /** Milliseconds since the epoch. */
  receivedAt?: number;
}

/** Stores a response with a comment, rated 5 overall unless another rating is given. @returns its id. */
export async function aComment(db: Database, given: CommentGiven = {}): Promise<string> {
  const { comment = 'They helped me.', region = 'central', quarter = '2026-07', receivedAt = 1, ...ratings } = given;
  const rated = Object.fromEntries(items.map((item) => [item, null]));
  const own = { id: randomUUID(), regionId: await regionId(db, region), quarter, month: quarter, receivedAt, comment };
  const row = { ...own, ...rated, overall: 5, ...ratings, wording: 1, fingerprint: 'inserted' };
  await db.insert(response).values(row);
  return row.id;
}

interface ThankYouGiven {
  /** The id of the response. */
  to: string;
  people?: number[];
  team?: number | null;
  letters?: string;
  days?: number;
  at?: number;
}

/** Marks a stored comment as thanked, with its recipients. @returns the id of the thank-you. */
export async function aThankYou(db: Database, given: ThankYouGiven): Promise<number> {
  const { to, people = [], team = null, letters = 'H', days = 1, at = 1 } = given;
  const [of] = await db
    .select({ regionId: response.regionId, quarter: response.quarter })
    .from(response)
    .where(eq(response.id, to));
  const row = { ...of!, responseId: to, stage: 'thanked', openedAt: at, closedAt: at, decidedAt: at, days } as const;
  const [added] = await db
    .insert(recognition)
    .values({ ...row, teamId: team, letters, cuts: '[]' })
    .returning({ id: recognition.id });
  for (const employeeId of people) {
    await db.insert(recognitionRecipient).values({ id: randomUUID(), recognitionId: added!.id, employeeId });
  }
  return added!.id;
}
