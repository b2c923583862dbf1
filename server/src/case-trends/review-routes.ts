import { isoDay } from '@heart-survey/shared/dates';
import * as v from 'valibot';
import { can } from '../access/access.ts';
import { commitChange } from '../audit/audit.ts';
import { maxCaseForm } from '../cases/cases.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import { findBySlug } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { codeFailureText, proveByCode, provingOf, type Proof } from '../sign-in/sign-in.ts';
import { differences } from './differences.ts';
import { figuresText, figuresToSign, readFigures } from './figures-schema.ts';
import { agencyTrendsPath } from './paths.ts';
import { viewAt, type Place, type PlacedView } from './place.ts';
import { readReview, reviewErrors, typedReview, type TypedReview } from './review-form.ts';
import { endDecision, reviewsOf, type Review } from './review-queries.ts';
import { signReview } from './sign-review.ts';
import { agencyRule, managerRule, showTrends, type TrendOptions } from './trend-visit.ts';

/** The kind of step-up that a review starts, and what it keeps meanwhile. */
const kind = 'case-review';
const pendingSchema = v.object({
  /** A department's slug; null for the whole agency. */
  department: v.nullable(v.string()),
  quarter: v.string(),
  review: v.object({
    version: v.number(),
    figures: v.string(),
    conclusions: v.string(),
    decisions: v.array(v.object({ id: v.string(), text: v.string(), owner: v.string(), dueOn: v.string() })),
  }),
});

/** Signing the review of a quarter: with a code, or after a new sign-in at the identity provider (docs/design.md §3.13). */
export function reviewRoutes(frame: Console, options: TrendOptions): void {
  const { db, stepUps } = options;
  const quarter = '/console/departments/:department/cases/trends/:quarter';
  const agency = `${agencyTrendsPath}/quarters/:quarter`;

  frame.post(
    `${quarter}/review`,
    managerRule,
    (visit) => sign(visit, { kind: 'inside', department: visit.department }),
    maxCaseForm,
  );
  frame.post(`${agency}/review`, agencyRule, (visit) => sign(visit, { kind: 'agency' }), maxCaseForm);
  frame.post(`${quarter}/decisions/:decision`, managerRule, (visit) =>
    end(visit, { kind: 'inside', department: visit.department }),
  );
  frame.post(`${agency}/decisions/:decision`, agencyRule, (visit) => end(visit, { kind: 'agency' }));

  stepUps.on(kind, async (visit, purpose, proof) => {
    const read = v.safeParse(pendingSchema, purpose);
    const place = read.success ? placeOf(visit, read.output.department) : undefined;
    const placed = read.success && place && (await viewAt(options, visit, place, read.output.quarter));
    if (!read.success || !placed) return frame.notFound(visit.c);
    return store(visit, placed, read.output.review, proof, typedAgain(read.output.review));
  });

  async function sign(visit: Visit & { form: Form }, place: Place): Promise<Response> {
    const placed = await viewAt(options, visit, place, visit.c.req.param('quarter') ?? '');
    if (!placed?.reviewed || !placed.view.isEnded) return frame.notFound(visit.c);
    const typed = typedReview(visit.form);
    const review = readReview(visit.form);
    const errors = reviewErrors(visit.form, isoDay(visit.now, placed.zone));
    if (errors.length > 0) return showTrends(frame, options, visit, placed, { errors, typed }, 400);
    // Before the person proves anything: a code works only once.
    const answered = await overtaken(visit, placed, review, typed);
    if (answered) return answered;
    if ((await provingOf(options, visit)) === 'provider') {
      const department = place.kind === 'agency' ? null : place.department.slug;
      return stepUps.start(visit, { kind, back: placed.path, department, quarter: placed.view.quarter.id, review });
    }
    const proved = await proveByCode(options, visit.c, visit.person, visit.form.text('code'));
    if ('why' in proved) {
      const at = proved.why === 'no second factor' ? '' : 'code';
      return showTrends(
        frame,
        options,
        visit,
        placed,
        { errors: [{ at, message: codeFailureText(proved) }], typed },
        400,
      );
    }
    return store(visit, placed, review, proved.proof, typed);
  }

  async function store(
    visit: Visit,
    placed: PlacedView,
    review: TypedReview,
    proof: Proof,
    typed: Record<string, string>,
  ): Promise<Response> {
    const answered = await overtaken(visit, placed, review, typed);
    if (answered) return answered;
    const isFirst = await signReview(db, visit, placed, review, proof);
    if (isFirst) return visit.c.redirect(`${placed.path}?notice=signed`, 303);
    return (
      (await overtaken(visit, placed, review, typed)) ??
      showTrends(frame, options, visit, placed, { errors: [signedBefore], typed }, 409)
    );
  }

  /** The answer if the form was sent before, if someone else signed first, or if the figures changed; otherwise undefined. */
  async function overtaken(visit: Visit, placed: PlacedView, review: TypedReview, typed: Record<string, string>) {
    const reviews = await reviewsOf(db, placed.reviewed!);
    const same = reviews.find(({ version }) => version === review.version);
    if (same?.personId === visit.person.id && isSameReview(same, review)) {
      return visit.c.redirect(`${placed.path}?notice=signed`, 303);
    }
    const errors = review.version === reviews.length + 1 ? changedFigures(placed, review) : [signedBefore];
    return errors.length === 0 ? undefined : showTrends(frame, options, visit, placed, { errors, typed }, 409);
  }

  async function end(visit: Visit & { form: Form }, place: Place): Promise<Response> {
    const { c, person, now } = visit;
    const id = c.req.param('decision') ?? '';
    const placed = await viewAt(options, visit, place, c.req.param('quarter') ?? '');
    if (!placed?.reviewed) return frame.notFound(c);
    const all = (await reviewsOf(db, placed.reviewed)).flatMap(({ decisions }) => decisions);
    if (!all.some((decision) => decision.id === id)) return frame.notFound(c);
    await commitChange(db, endDecision(id, placed.reviewed, { by: person.id, on: isoDay(now, placed.zone) }), {
      at: now,
      personId: person.id,
      action: 'review decision done',
      subject: placed.view.quarter.id,
      departmentId: placed.view.department?.id,
      detail: { decision: id },
    });
    return c.redirect(`${placed.path}?notice=done`, 303);
  }
}

function placeOf({ person, organization }: Visit, slug: string | null): Place | undefined {
  if (slug === null) return can(person, 'case trends') ? { kind: 'agency' } : undefined;
  const department = findBySlug(organization.departments, slug);
  return department && { kind: 'inside', department };
}

/** Whether a form says what was signed, whatever ids its decisions have. */
function isSameReview(signed: Review, typed: TypedReview): boolean {
  const said = ({ decisions }: Review | TypedReview) =>
    JSON.stringify(decisions.map(({ text, owner, dueOn }) => [dueOn, owner, text].join('\n')).toSorted());
  return signed.conclusions === typed.conclusions && said(signed) === said(typed);
}

const signedBefore: FieldError = {
  at: '',
  message: 'Someone else signed off this quarter while you were working on it. Read their review, then try again.',
};

/** What changed since the page was opened. */
function changedFigures({ view }: PlacedView, review: TypedReview): FieldError[] {
  const today = figuresToSign(view);
  if (figuresText(today) === review.figures) return [];
  const seen = readFigures(review.figures);
  const changes = seen === undefined ? [] : differences(view, seen, today);
  return [
    {
      at: '',
      message: 'The figures changed after you opened the page. Nothing was signed. Read them again, then sign.',
    },
    ...changes.map((message) => ({ at: '', message })),
  ];
}

/** What the form says again after a step-up. */
function typedAgain({ conclusions, decisions }: TypedReview): Record<string, string> {
  const fields = decisions.flatMap(({ id, text, owner, dueOn }, index) => [
    [`id-${index + 1}`, id],
    [`decision-${index + 1}`, text],
    [`owner-${index + 1}`, owner],
    [`due-${index + 1}`, dueOn],
  ]);
  return { conclusions, ...(Object.fromEntries(fields) as Record<string, string>) };
}
