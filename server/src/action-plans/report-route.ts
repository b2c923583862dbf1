import { readComment } from '../comments/comments.ts';
import type { Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { verdictInWords } from '../figures/figures.ts';
import {
  planDocument,
  refusedPage,
  sendReport,
  textsFor,
  type PlanReport,
  type Typesetter,
} from '../reports/reports.ts';
import { shownScores } from './plan-figures.ts';
import { verdictsOf } from './plan-verdict.ts';
import { onePlan, planEntry, rule, type PlanRoutes, type PlanVisit } from './plan-visit.ts';
import { actionsOf, namesOf, planById, quotedResponses } from './queries.ts';

/** A plan as PDF, for the people who may open its page. */
export function reportRoute(frame: Console, { db, find }: PlanRoutes, typesetter: Typesetter): void {
  frame.get(`${onePlan}/report.pdf`, rule, (visit) =>
    sendReport({ c: visit.c, who: visit.person.id, typesetter, refuse: refusedPage }, async () => {
      const found = await find(visit);
      if (!found) return frame.notFound(visit.c);
      const texts = textsFor(visit.c.req.query('lang'));
      const {
        personId: _,
        at: __,
        ...entry
      } = planEntry(found, 'action plan exported', {
        type: 'pdf',
        by: 'console',
        language: texts.language,
      });
      const report = await readReport(db, found);
      return {
        name: `${visit.department.slug}-${found.plan.quarter}-${found.region.slug}-action-plan`,
        document: () => planDocument(report, texts),
        record: () => frame.audit(visit, entry),
      };
    }),
  );
}

async function readReport(db: Database, found: PlanVisit): Promise<PlanReport> {
  const { plan, region } = found;
  const [actions, quoted, earlier, names, verdicts] = await Promise.all([
    actionsOf(db, [plan.id]),
    quotedResponses(db, plan.id),
    plan.continues === null ? undefined : planById(db, plan.continues, [region.id]),
    namesOf(db, plan.monitorId === null ? [] : [plan.monitorId]),
    verdictsOf(db, found),
  ]);
  const comments = await Promise.all(quoted.map((id) => readComment(db, id, [region])));
  return {
    ...plan,
    ...shownScores(plan),
    region,
    from: plan.decidedAt ?? plan.openedAt,
    monitor: names.get(plan.monitorId ?? '') ?? null,
    continues: earlier?.quarter ?? null,
    quotes: comments.filter((one) => one !== undefined && !one.hidden).map((one) => one!),
    actions,
    verdicts: verdicts.map((one) => ({
      english: verdictInWords(one),
      verdict: one.verdict,
      isInterim: one.isInterim,
      sides: { before: one.before, after: one.after },
      closed: one.after.quarters.length,
    })),
  };
}
