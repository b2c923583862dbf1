import type { Quarter } from '@heart-survey/shared/quarters';
import type { Database } from '../database/database.ts';
import { readCalendar, type BusinessCalendar, type Department } from '../org/org.ts';
import { deadline } from '../work/work.ts';
import { stepsOf, type SubmissionEvent } from './events.ts';
import type { Stage } from './steps.ts';
import { versionsOf, type Version } from './versions.ts';

/** How far a closed quarter is on its way to the executive office. */
export interface SubmissionState {
  department: Department;
  quarter: Quarter;
  stage: Stage;
  /** All steps, the first one first. */
  steps: SubmissionEvent[];
  /** The latest version. */
  latest: Version;
  /** Whether the quarter was restated after the last step. */
  isStale: boolean;
  /** The last days for handing it in and for submitting it, such as `2027-02-12` in the department's zone. */
  handInBy: string;
  submitBy: string;
}

/** The closed quarters of a department, the last one first. */
export async function readStates(db: Database, department: Department): Promise<SubmissionState[]> {
  const [versions, steps, calendar] = await Promise.all([
    versionsOf(db, department.id),
    stepsOf(db, department.id),
    readCalendar(db, department),
  ]);
  const states = [...Map.groupBy(versions, (one) => one.quarter)].flatMap(([id, own]): SubmissionState[] => {
    const quarter = department.calendar.byId(id);
    if (quarter === undefined) return [];
    const taken = steps.filter((step) => step.quarter === id);
    const [first, latest] = [own[0]!, own.at(-1)!];
    const last = taken.at(-1);
    // A restatement starts the way to the executive office again.
    const start = taken.findLast(({ kind }) => kind === 'restated')?.at ?? first.closedAt;
    return [
      {
        department,
        quarter,
        latest,
        steps: taken,
        stage: last?.kind ?? 'closed',
        isStale: last !== undefined && last.snapshotId !== latest.id,
        handInBy: dayAfter(calendar, start, department.handInAfter),
        submitBy: dayAfter(calendar, start, department.submitAfter),
      },
    ];
  });
  return states.toSorted((one, other) => other.quarter.start - one.quarter.start);
}

/** One closed quarter; undefined while it is open. */
export async function readState(
  db: Database,
  department: Department,
  quarter: Quarter,
): Promise<SubmissionState | undefined> {
  return (await readStates(db, department)).find((state) => state.quarter.id === quarter.id);
}

/** The business day that is this many business days after that moment's day. */
export function dayAfter(calendar: BusinessCalendar, from: number, count: number): string {
  return deadline(calendar, { unit: 'business days', count, afterHours: 'same day' }, from).days.at(-1)!.day;
}

/** What is due next for a quarter that is not submitted: handing it in, or submitting it. */
export function dueOf({ stage, handInBy, submitBy }: SubmissionState): string | undefined {
  if (stage === 'submitted' || stage === 'received') return undefined;
  return stage === 'handed in' ? submitBy : handInBy;
}

/** Whether the executive office should have it by now. @param today such as `2027-02-12`. */
export function isLate({ stage, submitBy }: SubmissionState, today: string): boolean {
  return stage !== 'submitted' && stage !== 'received' && today > submitBy;
}

/** The id of the person who last handed in the quarter. */
export function handedInBy({ steps }: Pick<SubmissionState, 'steps'>): string | undefined {
  return steps.findLast(({ kind }) => kind === 'handed in')?.personId;
}
