import { commitChange } from '../audit/audit.ts';
import { readComment, readLowestComments } from '../comments/comments.ts';
import type { Console } from '../console/console.ts';
import type { FieldError } from '../pages/fields.ts';
import { addQuote, maxQuotes, removeQuote } from './changes.ts';
import { planPath } from './paths.ts';
import { onePlan, planEntry, rule, type PlanRoutes, type PlanVisit } from './plan-visit.ts';
import { quotedResponses } from './queries.ts';
import { quotePage } from './quote-page.ts';
import { isEditable } from './steps.ts';

/** How many comments the page offers. */
const maxOffered = 20;

/** Quoting comments in a plan. The plan keeps which comments, not their words. */
export function quoteRoutes(frame: Console, { db, find }: PlanRoutes): void {
  const show = async ({ visit, plan, region }: PlanVisit, errors: FieldError[] = [], status: 200 | 409 = 200) => {
    const [lowest, quoted] = await Promise.all([
      readLowestComments(db, region, { quarter: plan.quarter, limit: maxOffered }),
      quotedResponses(db, plan.id),
    ]);
    // Quoted ones come first, hidden ones too, so that each can be removed.
    const own = await Promise.all(quoted.map((id) => readComment(db, id, [region])));
    const others = lowest.filter(({ id, hidden }) => !hidden && !quoted.includes(id));
    const comments = [...own.filter((one) => one !== undefined), ...others];
    return frame.page(visit, quotePage({ plan, region, comments, quoted, errors }), status);
  };

  frame.get(`${onePlan}/comments`, rule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    if (!isEditable(found.plan)) return visit.c.redirect(planPath(visit.department, found.plan), 303);
    return show(found);
  });

  frame.post(`${onePlan}/comments`, rule, async (visit) => {
    const found = await find(visit);
    const comment = found && (await readComment(db, visit.form.text('response'), [found.region]));
    const canBeQuoted =
      comment && !comment.hidden && comment.excludedAt === null && comment.quarter === found.plan.quarter;
    if (!found || !canBeQuoted) return frame.notFound(visit.c);
    const { plan } = found;
    const quote = { planId: plan.id, responseId: comment.id, quotedAt: visit.now, quotedBy: visit.person.id };
    const isAdded = await commitChange(db, addQuote(quote), planEntry(found, 'comment quoted'));
    if (!isAdded && !(await quotedResponses(db, plan.id)).includes(comment.id)) {
      const message = `The comment was not added. The plan already quotes ${maxQuotes} comments, or it has been sent for approval.`;
      return show(found, [{ at: '', message }], 409);
    }
    return visit.c.redirect(`${planPath(visit.department, plan)}/comments`, 303);
  });

  frame.post(`${onePlan}/comments/:response/removal`, rule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    const id = visit.c.req.param('response') ?? '';
    const change = removeQuote(found.plan.id, id);
    const isRemoved = await commitChange(db, change, planEntry(found, 'quoted comment removed'));
    if (!isRemoved && (await quotedResponses(db, found.plan.id)).includes(id)) {
      const message = 'The comment was not removed, because the plan has been sent for approval.';
      return show(found, [{ at: '', message }], 409);
    }
    return visit.c.redirect(`${planPath(visit.department, found.plan)}/comments`, 303);
  });
}
