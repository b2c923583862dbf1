import type { Quarter } from '@heart-survey/shared/quarters';
import { can } from '../access/access.ts';
import { cohortReader, promisesInside, promisesOutside, readsInFull } from '../case-trends/case-trends.ts';
import type { ReadCohort } from '../case-trends/case-trends.ts';
import type { Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { closedAtOf, publishedFigures, readQuarters, type OutsideFigures, type PlansOf } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import { clockMeasured, enteredMeasured, notYet, surveyMeasured, type Measured } from './figures.ts';
import { isInForce } from './in-force.ts';
import { valueOutside, type ValueOutside } from './outside-values.ts';
import { standardsIn, valuesOf, type Standard, type StandardValue } from './queries.ts';
import type { ShownStandard } from './shown.ts';

// The state of standards, with no more of a figure than the reader may see of it.

/** What reading the state of standards needs. */
export interface StandardReaders {
  db: Database;
  plansOf: PlansOf;
  readCohort: ReadCohort;
}

/** Readers that remember counted cases. Make them once. */
export function standardReaders(db: Database, plansOf: PlansOf): StandardReaders {
  return { db, plansOf, readCohort: cohortReader(db) };
}

type Reader = Pick<Visit, 'person' | 'organization' | 'now'>;

/** A standard in the given quarters: undefined where it was not in force. */
export interface StandardStates {
  standard: Standard;
  states: (Measured | undefined)[];
  /** Where a figure that was entered by hand was replaced after the quarter was closed. */
  changed: (Changed | undefined)[];
  /** What was entered, the last value first. */
  values: StandardValue[];
}

/** A figure that was entered after its quarter was closed, instead of another one. */
export interface Changed {
  /** Milliseconds since the epoch. */
  at: number;
  /** Whether this reader gets the new figure. */
  isShown: boolean;
}

/** The standards that were in force in one of the quarters, the agency's first. */
export async function readStates(
  readers: StandardReaders,
  reader: Reader,
  department: Department,
  quarters: readonly Quarter[],
): Promise<StandardStates[]> {
  const { person, now } = reader;
  const isOfDepartment = can(person, 'results', { departmentId: department.id });
  const standards = (await standardsIn(readers.db, department.id)).filter((standard) =>
    quarters.some((quarter) => isInForce(standard, quarter, now)),
  );
  const needs = (measure: Standard['measure']) => standards.some((standard) => standard.measure === measure);
  const entered = standards.filter(({ measure }) => measure === 'entered').map(({ id }) => id);
  const ids = quarters.map(({ id }) => id);
  const [survey, promises, values, closedAt] = await Promise.all([
    needs('item') ? surveyFor(readers, reader, department, quarters) : [],
    needs('clock') ? promisesFor(readers, reader, department, quarters) : [],
    valuesOf(readers.db, department.id, entered),
    entered.length > 0 ? closedAtOf(readers.db, department.id, ids) : new Map<string, number>(),
  ]);
  return standards.map((standard) => {
    const own = values.filter(({ standardId }) => standardId === standard.id);
    const valuesIn = (id: string) => own.filter(({ quarter }) => quarter === id);
    const shownOf = (id: string) =>
      isOfDepartment
        ? { value: valuesIn(id)[0], correctedAt: undefined }
        : valueOutside(valuesIn(id), closedAt.get(id) ?? now);
    const states = quarters.map((quarter, index) => {
      if (!isInForce(standard, quarter, now)) return undefined;
      if (standard.measure === 'item') return surveyMeasured(standard, survey[index]);
      if (standard.measure === 'clock') return clockMeasured(standard, promises[index]);
      // Only closed figures leave the department (docs/design.md §3.10).
      if (!isOfDepartment && !closedAt.has(quarter.id)) return notYet;
      return enteredMeasured(standard, shownOf(quarter.id).value, !isOfDepartment);
    });
    const changed = ids.map((id) => changeIn(valuesIn(id), shownOf(id), closedAt.get(id)));
    return { standard, states, changed, values: own };
  });
}

/** @param values of one quarter, the last first. @param shown what the reader gets of them. */
function changeIn(
  values: readonly StandardValue[],
  { value, correctedAt }: ValueOutside<StandardValue>,
  closedAt: number | undefined,
): Changed | undefined {
  if (correctedAt !== undefined) return { at: correctedAt, isShown: false };
  const isChange = value !== undefined && value !== values.at(-1) && closedAt !== undefined && value.at > closedAt;
  return isChange ? { at: value.at, isShown: true } : undefined;
}

/** In full for those who read the department's results. Everyone else gets closed figures without small groups. */
async function surveyFor(
  { db, plansOf }: StandardReaders,
  { person }: Reader,
  department: Department,
  quarters: readonly Quarter[],
) {
  if (can(person, 'results', { departmentId: department.id })) {
    return (await readQuarters(db, department, [...quarters])).map(({ total }) => total);
  }
  const shown = quarters.map((quarter) => publishedFigures(db, plansOf, department, quarter));
  return (await Promise.all(shown)).map((figures) => figures?.total);
}

/** In full for the department's managers. Everyone else gets settled figures without small groups. */
async function promisesFor(
  readers: StandardReaders,
  reader: Reader,
  department: Department,
  quarters: readonly Quarter[],
) {
  const isFull = readsInFull(reader, department);
  const read = quarters.map((quarter) =>
    isFull
      ? promisesInside(readers, department, quarter, reader.now)
      : promisesOutside(readers, reader, department, quarter.id),
  );
  return Promise.all(read);
}

/**
 * The standards that can be published with a quarter, as the public would see them. Cases are missing until they have settled.
 * @param figures of the submission, as they are shown outside.
 */
export type StandardsOf = (
  reader: Pick<Visit, 'organization' | 'now'>,
  department: Department,
  quarter: Quarter,
  figures: OutsideFigures,
) => Promise<ShownStandard[]>;

export function publicStandards(readers: StandardReaders): StandardsOf {
  const { db } = readers;
  return async (reader, department, quarter, figures) => {
    const { now } = reader;
    const standards = (await standardsIn(db, department.id)).filter((one) => isInForce(one, quarter, now));
    if (standards.length === 0) return [];
    const hasClocks = standards.some(({ measure }) => measure === 'clock');
    const promises = hasClocks ? await promisesOutside(readers, reader, department, quarter.id) : undefined;
    const ids = standards.map(({ id }) => id);
    const values = (await valuesOf(db, department.id, ids)).filter((value) => value.quarter === quarter.id);
    const closedAt = (await closedAtOf(db, department.id, [quarter.id])).get(quarter.id) ?? now;
    const enteredFor = ({ id }: Standard) =>
      valueOutside(
        values.filter(({ standardId }) => standardId === id),
        closedAt,
      );
    const measuredBy = {
      item: (standard: Standard) => surveyMeasured(standard, figures.total),
      clock: (standard: Standard) => clockMeasured(standard, promises),
      entered: (standard: Standard) => enteredMeasured(standard, enteredFor(standard).value, true),
    };
    return standards.flatMap((standard) => {
      const { id, text, area, measure, of, direction, target } = standard;
      const { status, ...figure } = measuredBy[measure](standard);
      const correctedAt = enteredFor(standard).correctedAt ?? null;
      const shown = { id, text, area, measure, of, direction, target, ...figure, correctedAt };
      return status === 'not yet' ? [] : [{ ...shown, status }];
    });
  };
}
