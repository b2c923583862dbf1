import { currentWording, eachItem } from '@heart-survey/shared/items';
import type { Quarter } from '@heart-survey/shared/quarters';
import { and, asc, eq, getTableColumns, isNull } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { region, response } from '../database/schema.ts';
import { whenRestated } from '../handoffs.ts';
import type { Department } from '../org/org.ts';
import { restate, type Change } from '../restating/restating.ts';
import { inventId, randomFor } from './demo-history.ts';
import type { SamplePeople } from './demo-people.ts';
import type { SampleStep } from './demo-submission-stories.ts';

interface Sample {
  department: Department;
  people: SamplePeople;
}

interface SampleRestatement {
  quarter: Quarter;
  at: number;
  step: SampleStep;
}

/** How many forms were found late, and how many test responses were counted: enough to be shown outside. */
const many = 14;

/** Restates a quarter of the sample data. */
export async function restateSample(
  db: Database,
  { department, people }: Sample,
  { quarter, at, step }: SampleRestatement,
): Promise<void> {
  const { representative } = people;
  const changes = await changesFor(db, quarter, at, step.class ?? 'error');
  if (changes.length === 0) return;
  await restate(
    { db, alongside: whenRestated },
    {
      department,
      quarter,
      class: step.class ?? 'error',
      reason: step.text ?? '',
      at,
      personId: representative.id,
      by: representative.id,
      changes: async () => changes,
    },
  );
}

async function changesFor(
  db: Database,
  quarter: Quarter,
  at: number,
  kind: NonNullable<SampleStep['class']>,
): Promise<Change[]> {
  if (kind === 'late paper') return lateForms(db, quarter, at);
  const [slug, count] = ({ exclusion: ['south', many], erasure: ['central', 1], error: ['east', 1] } as const)[kind];
  const rows = await db
    .select({ ...getTableColumns(response), region: region.slug })
    .from(response)
    .innerJoin(region, eq(response.regionId, region.id))
    .where(and(eq(region.slug, slug), eq(response.quarter, quarter.id), isNull(response.excludedAt)))
    .orderBy(asc(response.receivedAt), asc(response.id))
    .limit(count);
  return rows.map((row): Change => {
    if (kind === 'error') return { kind: 'correction', response: row, ratings: eachItem(() => 5) };
    return { kind: kind === 'exclusion' ? 'exclusion' : 'erasure', response: row };
  });
}

async function lateForms(db: Database, quarter: Quarter, at: number): Promise<Change[]> {
  const [east] = await db.select({ id: region.id }).from(region).where(eq(region.slug, 'east'));
  if (east === undefined) return [];
  const random = randomFor(`late paper ${quarter.id}`);
  return Array.from({ length: many }, (_, index): Change => {
    const rating = index % 4 === 0 ? 3 : 5;
    return {
      kind: 'paper form',
      region: 'east',
      row: {
        id: inventId(random),
        regionId: east.id,
        quarter: quarter.id,
        month: quarter.id,
        receivedAt: at,
        ...eachItem(() => rating),
        comment: null,
        language: 'en',
        channel: 'paper',
        wording: currentWording,
        employeeId: null,
        paperDate: `${quarter.id}-${String(index + 1).padStart(2, '0')}`,
        batchId: null,
        fingerprint: 'invented',
      },
    };
  });
}
