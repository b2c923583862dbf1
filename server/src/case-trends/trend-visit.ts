import type { Console, Visit } from '../console/console.ts';
import { provingOf, type SignInOptions } from '../sign-in/sign-in.ts';
import type { FieldError } from '../pages/fields.ts';
import type { Typesetter } from '../reports/reports.ts';
import type { PlacedView } from './place.ts';
import { policyNote } from './policy-section.ts';
import { reviewsOf } from './review-queries.ts';
import { trendPage } from './trend-page.ts';
import type { TrendReaders } from './trend-view.ts';

/** What the pages about trends need. */
export interface CaseTrendRoutes
  extends
    Pick<SignInOptions, 'db' | 'clock' | 'signIn' | 'attempts' | 'provider' | 'stepUps' | 'log'>,
    Pick<TrendReaders, 'plansOf'> {
  typesetter: Typesetter;
}

/** The same, with what the room itself adds. */
export type TrendOptions = CaseTrendRoutes & TrendReaders;

/** Who reads a department's trends in full: its managers. */
export const managerRule = { of: 'department', action: 'cases' } as const;
/** Who reads them without small groups. */
export const departmentRule = { of: 'department', action: 'case trends' } as const;
/** Who reads the trends of all departments. */
export const agencyRule = { of: 'installation', action: 'case trends' } as const;

interface Rejected {
  errors: FieldError[];
  typed: Record<string, string>;
}

/** Shows the page of a quarter. */
export async function showTrends(
  frame: Console,
  options: TrendOptions,
  visit: Visit,
  placed: PlacedView,
  rejected: Rejected = { errors: [], typed: {} },
  status: 200 | 400 | 409 = 200,
): Promise<Response> {
  const { db } = options;
  const { reviewed, path, all, previous, zone, view } = placed;
  const review = reviewed && {
    reviews: await reviewsOf(db, reviewed),
    proving: await provingOf(options, visit),
    reader: visit.person.name,
  };
  const policy = await policyNote(db, visit);
  const notice = visit.c.req.query('notice');
  const page = { view, path, all, previous, zone, review, policy, notice, ...rejected };
  return frame.page(visit, trendPage(page), status);
}
