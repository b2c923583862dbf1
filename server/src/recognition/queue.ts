import { praiseFrom } from '@heart-survey/shared/heart';
import { maskPersonal } from '@heart-survey/shared/mask';
import type { Database } from '../database/database.ts';
import { turn } from '../limits/turns.ts';
import type { Department, Region } from '../org/org.ts';
import { hasName, namesOf, type Names } from '@heart-survey/shared/names';
import {
  recognitionsOf,
  dismissedComments,
  employeesIn,
  newestComments,
  type Recognition,
  type Candidate,
} from './queries.ts';

/** A comment that is worth a thank-you, or that someone said is none. */
export interface Praise extends Candidate {
  region: Region;
  /** With what looks personal masked. */
  shown: string;
  recognition: Recognition | undefined;
}

export interface Queue {
  /** Newest first. */
  praise: Praise[];
  /** Where the next page starts, if there is one. */
  before: number | undefined;
}

interface Asked {
  department: Department;
  regions: Region[];
  now: number;
  before: number | undefined;
  stage: 'open' | 'dismissed';
}

const pageSize = 25;
/** A page reads this many rows at a time, this many times, before the reader has to ask for more. */
const chunkSize = 200;
const maxChunks = 10;
/** Reading a row takes as long as working on this many UTF-16 units of text. */
const rowCost = 100;

/** Older praise is not offered: a thank-you should come soon. */
export function quartersOffered({ calendar }: Department, now: number): string[] {
  const current = calendar.at(now);
  return [current.id, calendar.previous(current).id];
}

/** The comments of this quarter and the one before that are rated 4 or 5 overall, or name an employee. */
export async function readQueue(db: Database, { department, regions, now, before, stage }: Asked): Promise<Queue> {
  const regionIds = regions.map(({ id }) => id);
  const quarters = quartersOffered(department, now);
  const names = namesOf(await employeesIn(db, regionIds));
  const found: Candidate[] = [];
  let from = before;
  for (let chunk = 0; chunk < maxChunks && found.length <= pageSize; chunk += 1) {
    const rows = await readChunk(db, { regionIds, quarters, before: from, limit: chunkSize }, stage);
    for (const row of rows) {
      from = row.position;
      await turn(row.comment.length + rowCost);
      if (row.isOpen && (stage === 'dismissed' || isPraise(row, names))) found.push(row);
      if (found.length > pageSize) break;
    }
    if (rows.length < chunkSize && found.length <= pageSize) from = undefined;
    if (from === undefined) break;
  }
  const shown = found.slice(0, pageSize);
  const recognitions = await recognitionsOf(
    db,
    shown.map(({ id }) => id),
  );
  return {
    praise: shown.map((row) => ({
      ...row,
      region: regions.find(({ id }) => id === row.regionId)!,
      shown: maskPersonal(row.comment),
      recognition: recognitions.get(row.id),
    })),
    before: found.length > pageSize ? shown.at(-1)!.position : from,
  };
}

async function readChunk(db: Database, asked: Parameters<typeof newestComments>[1], stage: Asked['stage']) {
  if (stage === 'open') return newestComments(db, asked);
  return (await dismissedComments(db, asked)).map((row) => ({ ...row, isOpen: true }));
}

/** Whether a comment is worth a thank-you: it is rated 4 or 5 overall, or names an employee. */
function isPraise({ overall, comment }: Pick<Candidate, 'overall' | 'comment'>, names: Names): boolean {
  return (overall ?? 0) >= praiseFrom || hasName(comment, names);
}
