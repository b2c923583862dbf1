import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { department, region } from '../database/schema.ts';

/** Every region with its department, in the order in which they were set up. */
export function allRegions(db: Database) {
  return db
    .select({ region, department })
    .from(region)
    .innerJoin(department, eq(region.departmentId, department.id))
    .orderBy(department.id, region.id);
}
