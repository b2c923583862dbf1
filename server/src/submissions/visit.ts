import type { Quarter } from '@heart-survey/shared/quarters';
import { isoDay } from '@heart-survey/shared/dates';
import { can } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { frozenFigures, latestSnapshot, type PlanProgressOf, type PlansOf } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { provingOf, type SignInOptions } from '../sign-in/sign-in.ts';
import type { FieldError } from '../pages/fields.ts';
import { readPreflight, type SubmissionCheck } from './preflight.ts';
import { readState, type SubmissionState } from './state.ts';
import { submissionPage } from './submission-page.ts';
import type { SubmitOptions, WhenSubmitted } from './submit.ts';

/** What the pages about submissions need. */
export interface SubmissionRoutes extends Pick<
  SignInOptions,
  'db' | 'clock' | 'signIn' | 'attempts' | 'provider' | 'stepUps' | 'log'
> {
  /** What other features check before a quarter goes to the executive office. */
  checks: SubmissionCheck[];
  outbox: Pick<Outbox, 'queue' | 'wake' | 'hasServer'>;
  signingKey: SubmitOptions['signingKey'];
  whenSubmitted: WhenSubmitted[];
  plansOf: PlansOf;
  planProgressOf: PlanProgressOf;
}

export const quarterRoute = '/console/departments/:department/quarters/:quarter/submission';
/** Who reads a quarter's way to the executive office, and hands it in. */
export const rule = { of: 'department', action: 'handing in' } as const;
/** Who returns and submits it. */
export const submitRule = { of: 'department', action: 'submission' } as const;

export type DepartmentVisit = Visit & { department: Department };

/** A form that was rejected. */
interface Rejected {
  errors: FieldError[];
  typed?: Record<string, string>;
}

/** The closed quarter that the path names; undefined if there is none. */
export async function closedQuarterIn(
  db: Database,
  { c, department }: DepartmentVisit,
): Promise<SubmissionState | undefined> {
  const quarter: Quarter | undefined = department.calendar.byId(c.req.param('quarter') ?? '');
  return quarter && readState(db, department, quarter);
}

export type ShowQuarter = (
  visit: DepartmentVisit,
  state: SubmissionState,
  rejected?: Rejected,
  status?: 400 | 409,
) => Promise<Response>;

/** Shows the page of a quarter's way to the executive office. */
export function showQuarter(frame: Console, options: SubmissionRoutes): ShowQuarter {
  const { db, checks } = options;
  return async (visit, state, rejected, status) => {
    const { department, quarter } = state;
    const [latest, warnings, proving] = await Promise.all([
      latestSnapshot(db, department.id, quarter.id),
      readPreflight(db, checks, department, quarter),
      provingOf(options, visit),
    ]);
    const page = submissionPage({
      state,
      figures: frozenFigures(latest!),
      warnings,
      proving,
      maySubmit: can(visit.person, 'submission', { departmentId: department.id }),
      reader: visit.person,
      today: isoDay(visit.now, department.zone),
      notice: visit.c.req.query('notice'),
      ...rejected,
    });
    return frame.page(visit, page, status);
  };
}
