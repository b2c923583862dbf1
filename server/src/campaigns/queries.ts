import { and, desc, eq, inArray } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '../database/database.ts';
import { campaign, person } from '../database/schema.ts';

const decider = alias(person, 'decider');

const read = (db: Database) =>
  db
    .select({ campaign, proposer: person.name, decider: decider.name })
    .from(campaign)
    .innerJoin(person, eq(person.id, campaign.proposedBy))
    .leftJoin(decider, eq(decider.id, campaign.decidedBy));

/** A campaign, with the names of those who proposed it and decided about it. */
export type Campaign = Awaited<ReturnType<typeof campaignsOf>>[number];

const joined = ({ campaign, ...names }: Awaited<ReturnType<typeof read>>[number]) => ({ ...campaign, ...names });

/** The campaigns of these departments, those that end last first. */
export async function campaignsOf(db: Database, departmentIds: number[]) {
  const rows = await read(db)
    .where(inArray(campaign.departmentId, departmentIds))
    .orderBy(desc(campaign.endsOn), desc(campaign.id));
  return rows.map(joined);
}

/** The department's campaign with that id. */
export async function campaignById(db: Database, departmentId: number, id: number): Promise<Campaign | undefined> {
  const [found] = await read(db).where(and(eq(campaign.departmentId, departmentId), eq(campaign.id, id)));
  return found && joined(found);
}

/** The campaign that a form proposed. */
export async function campaignSent(db: Database, departmentId: number, sendId: string): Promise<Campaign | undefined> {
  const [found] = await read(db).where(and(eq(campaign.departmentId, departmentId), eq(campaign.sendId, sendId)));
  return found && joined(found);
}
