import * as v from 'valibot';
import type { TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { employeesNamed } from './detail-queries.ts';
import { casePath } from './paths.ts';
import { possibleOwners } from './possible-owners.ts';
import { caseById } from './queries.ts';
import { eventsOf } from './read-clocks.ts';
import { secondStageOf } from './second-stage.ts';
import { isSeen, type Seer } from './sight.ts';

const found = v.object({ id: v.number() });
/** More cases than this are not looked at, and not all of those are named. */
const maxCases = 20;
const maxNamed = 3;

/**
 * The cases that wait for a second answer and that no one can give it to, because everyone at the desk handled the first stage.
 * The people who see such a case are told, so that an administrator, who sees none, hears of it from them.
 */
export async function secondStageToday(db: Database, seer: Seer, { organization }: Visit): Promise<TodayItem[]> {
  const desk = organization.desks.find(({ duty }) => duty === 'chief administrative officer')!;
  const waiting = await readRows(
    db,
    found,
    `SELECT id FROM case_file WHERE desk_id = :deskId AND closed_at IS NULL AND owner_id IS NULL AND stage <> 'answered'
        AND EXISTS (SELECT 1 FROM case_event WHERE case_id = case_file.id AND kind = 'not satisfied') AND ${isSeen}
      ORDER BY due_at LIMIT ${maxCases}`,
    { ...seer, deskId: desk.id },
  );
  const stuck = await Promise.all(waiting.map(({ id }) => referenceIfStuck(db, id)));
  return stuck
    .filter((reference) => reference !== undefined)
    .slice(0, maxNamed)
    .map((reference) => ({
      message: `No one can answer case ${reference}: everyone at the ${desk.name} desk handled its first stage. Ask an administrator to add someone to the desk.`,
      href: casePath(reference),
      link: 'Open the case',
      isUrgent: true,
    }));
}

async function referenceIfStuck(db: Database, id: number): Promise<string | undefined> {
  const [file, events, named] = await Promise.all([caseById(db, id), eventsOf(db, id), employeesNamed(db, id)]);
  if (file === undefined) return undefined;
  return (await possibleOwners(db, file, named, secondStageOf(events))).length === 0 ? file.reference : undefined;
}
