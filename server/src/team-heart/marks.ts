import { grouped } from '@heart-survey/shared/counts';
import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import type { Database } from '../database/database.ts';
import { createOrganization, type Department } from '../org/org.ts';
import { trainingsPath } from './paths.ts';
import { trainingsOf, type Training } from './queries.ts';

/** A training in a run chart. */
interface TrainingMark {
  /** The start of its day, in milliseconds since the epoch. */
  at: number;
  text: string;
  href: string;
  /** Whether it was for the whole department. */
  isOfAll: boolean;
  /** How many people attended. */
  attended: number;
}

/**
 * Reads the trainings of a department's regions for the run charts, by region slug and in order of time. One for the
 * whole department is listed for every region.
 */
export function trainingMarks(db: Database) {
  const organization = createOrganization(db);
  return async (department: Department, from: number, until: number): Promise<ReadonlyMap<string, TrainingMark[]>> => {
    const regions = (await organization()).regions.filter((region) => region.department.id === department.id);
    const held = await trainingsOf(db, {
      departmentId: department.id,
      regionIds: regions.map(({ id }) => id),
      from: isoDay(from, department.zone),
      until: isoDay(until, department.zone),
    });
    const inOrder = held.toReversed();
    return new Map(
      regions.map(({ id, slug }) => [
        slug,
        inOrder
          .filter(({ regionId }) => regionId === null || regionId === id)
          .map((training) => markOf(training, department)),
      ]),
    );
  };
}

function markOf({ heldOn, topic, attended, regionId }: Training, department: Department): TrainingMark {
  const isOfAll = regionId === null;
  const people = attended === 1 ? '1 person attended' : `${grouped(attended)} people attended`;
  return {
    at: dayFrom(heldOn)!.startIn(department.zone),
    text: `${isOfAll ? 'Training for the whole department' : 'Training'}: ${topic} (${people})`,
    href: trainingsPath(department),
    isOfAll,
    attended,
  };
}
