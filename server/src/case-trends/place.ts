import type { Quarter } from '@heart-survey/shared/quarters';
import { can } from '../access/access.ts';
import type { Visit } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { agencyQuarterPath, agencyTrendsPath, outsidePath, quarterPath, trendsPath } from './paths.ts';
import type { Reviewed } from './review-queries.ts';
import { agencyView, insideView, outsideView, type TrendReaders, type TrendView } from './trend-view.ts';

/** Whose trends a page shows, and to whom. */
export type Place = { kind: 'inside' | 'outside'; department: Department } | { kind: 'agency' };

/** A quarter at a place. */
export interface PlacedView {
  place: Place;
  view: TrendView;
  path: string;
  all: string;
  previous: string;
  /** IANA: the department's, or the first one's. */
  zone: string;
  /** What a review is about; undefined where there is none. */
  reviewed: Reviewed | undefined;
}

/** Whether the person reads the department's trends in full: its managers. Executives get its figures without small groups. */
export function readsInFull({ person }: Pick<Visit, 'person'>, { id }: Pick<Department, 'id'>): boolean {
  return can(person, 'cases', { departmentId: id }) && can(person, 'case trends', { departmentId: id });
}

/** The quarter as the visitor may see it; undefined if there is none. */
export async function viewAt(
  readers: TrendReaders,
  visit: Pick<Visit, 'person' | 'organization' | 'now'>,
  place: Place,
  quarterId: string,
): Promise<PlacedView | undefined> {
  if (place.kind === 'agency') {
    const view = await agencyView(readers, visit, quarterId);
    const first = view?.departments[0]?.department;
    if (!view || !first) return undefined;
    return {
      place,
      view,
      all: agencyTrendsPath,
      zone: first.zone,
      path: agencyQuarterPath(view.quarter),
      previous: agencyQuarterPath(first.calendar.previous(view.quarter)),
      reviewed: { departmentId: null, quarter: quarterId },
    };
  }
  const { department } = place;
  const { zone, calendar } = department;
  if (place.kind === 'outside') {
    const view = await outsideView(readers, visit, department, quarterId);
    if (!view) return undefined;
    const path = outsidePath(department, view.quarter);
    const previous = outsidePath(department, calendar.previous(view.quarter));
    return { place, view, path, previous, all: agencyTrendsPath, zone, reviewed: undefined };
  }
  const quarter: Quarter | undefined = calendar.byId(quarterId);
  if (!quarter || quarter.start > visit.now || !readsInFull(visit, department)) return undefined;
  return {
    place,
    zone,
    all: trendsPath(department),
    view: await insideView(readers, visit, department, quarter),
    path: quarterPath(department, quarter),
    previous: quarterPath(department, calendar.previous(quarter)),
    reviewed: { departmentId: department.id, quarter: quarterId },
  };
}
