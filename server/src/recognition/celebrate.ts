import { and, eq, isNull } from 'drizzle-orm';
import * as v from 'valibot';
import { commitChange } from '../audit/audit.ts';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { heartQuarter } from '../database/schema.ts';

const eventRow = v.object({
  id: v.number(),
  /** `2026-07`. */
  quarter: v.string(),
  /** Of the employee or the team. */
  name: v.string(),
  regionId: v.number(),
});

/** An employee or a team was thanked for all five letters of HEART within a quarter. */
export type HeartEvent = v.InferOutput<typeof eventRow>;

// Someone who left and a team that ended are not joined, so they have no name. The region is the one of today.
const events = `SELECT event.id, event.quarter, coalesce(employee.name, team.name) AS name,
    coalesce(employee.region_id, team.region_id) AS regionId
  FROM heart_quarter AS event
  LEFT JOIN employee ON employee.id = event.employee_id AND employee.left_at IS NULL
  LEFT JOIN team ON team.id = event.team_id AND team.ended_at IS NULL
  WHERE coalesce(employee.region_id, team.region_id) IN (SELECT value FROM json_each(:regionIds))`;

/**
 * The events of these quarters that nobody has celebrated, the newest first. Of each employee and team only the last one:
 * several would be a count.
 */
export function eventsToCelebrate(
  db: Database,
  { regionIds, quarters }: { regionIds: number[]; quarters: string[] },
): Promise<HeartEvent[]> {
  return readRows(
    db,
    eventRow,
    `${events} AND event.celebrated_at IS NULL AND event.quarter IN (SELECT value FROM json_each(:quarters))
      AND NOT EXISTS (SELECT 1 FROM heart_quarter AS later WHERE later.quarter > event.quarter
        AND later.employee_id IS event.employee_id AND later.team_id IS event.team_id)
      ORDER BY event.reached_at DESC, event.id DESC`,
    { regionIds: JSON.stringify(regionIds), quarters: JSON.stringify(quarters) },
  );
}

/** The event with that id, celebrated or not, if it is in one of these regions. */
export async function findEvent(db: Database, id: number, regionIds: number[]): Promise<HeartEvent | undefined> {
  const args = { id, regionIds: JSON.stringify(regionIds) };
  const [found] = await readRows(db, eventRow, `${events} AND event.id = :id`, args);
  return found;
}

interface Celebrating {
  event: HeartEvent;
  region: { slug: string; department: { id: number } };
  by: string;
  at: number;
}

/** Marks an event as celebrated. The audit entry names the region, and no one. @returns false if it was marked before. */
export function celebrate(db: Database, { event, region, by, at }: Celebrating): Promise<boolean> {
  const change = build
    .update(heartQuarter)
    .set({ celebratedAt: at, celebratedBy: by })
    .where(and(eq(heartQuarter.id, event.id), isNull(heartQuarter.celebratedAt)));
  return commitChange(db, change, {
    at,
    personId: by,
    action: 'HEART celebrated',
    subject: `${region.slug} ${event.quarter}`,
    departmentId: region.department.id,
  });
}
