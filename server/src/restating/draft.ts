import { eachItem } from '@heart-survey/shared/items';
import type { Quarter } from '@heart-survey/shared/quarters';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import type { Change, StoredResponse } from './change.ts';
import { changesOf, openRestatement, responsesOf, type ChangeRow, type RestatementRow } from './queries.ts';

/** A restatement that is being prepared. */
export interface Draft {
  row: RestatementRow;
  changes: DraftChange[];
}

/** One of its changes, as it would be made now. */
export interface DraftChange {
  row: ChangeRow;
  /** Undefined if it no longer applies: the response was erased, or someone made the same change. */
  change: Change | undefined;
}

/** The kinds of changes that each class may have. */
export const kindsOf = {
  'late paper': ['paper form'],
  exclusion: ['exclusion'],
  error: ['correction', 'inclusion'],
  erasure: ['erasure'],
} as const;

const ratings = v.object(eachItem(() => v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)))));

const paperContent = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    /** The region's slug. */
    region: v.string(),
    row: v.object({
      ...ratings.entries,
      regionId: v.number(),
      quarter: v.string(),
      month: v.string(),
      receivedAt: v.number(),
      paperDate: v.string(),
      comment: v.nullable(v.string()),
      language: v.nullable(v.string()),
      channel: v.string(),
      wording: v.number(),
      fingerprint: v.string(),
      // Missing in a form that was added before there were groups.
      groupId: v.optional(v.nullable(v.number())),
    }),
  }),
);
const correctionContent = v.pipe(v.string(), v.parseJson(), ratings);

/** The restatement of the quarter that is being prepared, with its changes. */
export async function readDraft(
  db: Database,
  { id: departmentId }: Pick<Department, 'id'>,
  quarter: Quarter,
): Promise<Draft | undefined> {
  const of = { departmentId, quarter: quarter.id };
  const row = await openRestatement(db, of);
  if (row === undefined) return undefined;
  const rows = await changesOf(db, row.id);
  const responses = await responsesOf(
    db,
    of,
    rows.map(({ responseId }) => responseId),
  );
  const changes = rows.map((one) => ({ row: one, change: changeFrom(one, responses.get(one.responseId)) }));
  return { row, changes };
}

function changeFrom(
  { kind, content, responseId }: ChangeRow,
  response: StoredResponse | undefined,
): Change | undefined {
  if (kind === 'paper form') {
    if (content === null) return undefined;
    const { region, row } = v.parse(paperContent, content);
    return { kind, region, row: { id: responseId, ...row } };
  }
  if (response === undefined) return undefined;
  if (kind === 'correction') {
    return content === null ? undefined : { kind, response, ratings: v.parse(correctionContent, content) };
  }
  if (kind === 'exclusion' && response.excludedAt !== null) return undefined;
  if (kind === 'inclusion' && response.excludedAt === null) return undefined;
  return { kind, response };
}

/** The changes that would be made now. */
export function changesIn({ changes }: Draft): Change[] {
  return changes.flatMap(({ change }) => change ?? []);
}
