import { can } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import { refusedPage, sendReport } from '../reports/reports.ts';
import { agencyTrendsPath } from './paths.ts';
import { viewAt, type Place } from './place.ts';
import { reviewsOf } from './review-queries.ts';
import { trendDocument } from './trend-document.ts';
import { agencyRule, departmentRule, managerRule, type TrendOptions } from './trend-visit.ts';

/** A quarter's trends as PDF, for the people who may open its page. */
export function reportRoutes(frame: Console, options: TrendOptions): void {
  const { db, typesetter } = options;
  frame.get('/console/departments/:department/cases/trends/:quarter/report.pdf', managerRule, (visit) =>
    send(visit, { kind: 'inside', department: visit.department }),
  );
  frame.get(`${agencyTrendsPath}/quarters/:quarter/report.pdf`, agencyRule, (visit) => send(visit, { kind: 'agency' }));
  frame.get(`${agencyTrendsPath}/departments/:department/:quarter/report.pdf`, departmentRule, (visit) =>
    can(visit.person, 'case trends')
      ? send(visit, { kind: 'outside', department: visit.department })
      : frame.notFound(visit.c),
  );

  function send(visit: Visit, place: Place): Promise<Response> {
    const { c, person } = visit;
    return sendReport({ c, who: person.id, typesetter, refuse: refusedPage }, async () => {
      const placed = await viewAt(options, visit, place, c.req.param('quarter') ?? '');
      if (!placed) return frame.notFound(c);
      if (!placed.view.isEnded) return c.redirect(placed.path, 303);
      const { department, quarter } = placed.view;
      const reviews = placed.reviewed ? await reviewsOf(db, placed.reviewed) : [];
      return {
        name: `${department?.slug ?? 'all-departments'}-${quarter.id}-case-trends`,
        document: () => trendDocument(placed, reviews),
        record: () =>
          frame.audit(visit, {
            action: 'case trends exported',
            subject: quarter.id,
            departmentId: department?.id,
            detail: { type: 'pdf', by: 'console', edition: place.kind },
          }),
      };
    });
  }
}
