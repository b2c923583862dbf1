import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { can } from '../access/access.ts';
import { commitChange } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { agencyTrendsPath } from './paths.ts';
import { changePolicyReview, policyReviewOn, policyZone } from './policy-queries.ts';
import { policyForm } from './policy-section.ts';
import { agencyRule, type TrendOptions } from './trend-visit.ts';

/** Where administrators set the day of the policy's review. Executives do it on their page of trends. */
const path = '/console/policy-review';
const maySet = { of: 'installation', action: 'settings' } as const;
const label = 'Policy review';

/** The day on which the policy on complaints is reviewed (docs/policies/dufferin-2-3-12.md, section 7 c). */
export function policyRoutes(frame: Console, { db }: TrendOptions): void {
  frame.navItem({ group: 'Setup', label, href: (person) => (can(person, 'settings') ? path : undefined) });
  frame.get(path, maySet, (visit) => show(visit, path));
  frame.post(`${path}/policy-review`, maySet, (visit) => set(visit, path));
  frame.post(`${agencyTrendsPath}/policy-review`, agencyRule, (visit) => set(visit, agencyTrendsPath));

  async function show(visit: Visit, action: string, errors: FieldError[] = [], typed?: string): Promise<Response> {
    const form = await policyForm(db, action, visit.c.req.query('notice'), errors, typed);
    const page = {
      title: label,
      current: label,
      hasProblem: errors.length > 0,
      sub: html`When the agency next reviews its policy on complaints.`,
      main: form,
    };
    return frame.page(visit, page, errors.length > 0 ? 400 : 200);
  }

  async function set(visit: Visit & { form: Form }, action: string): Promise<Response> {
    const { c, form, person, organization, now } = visit;
    const [was, on] = [form.text('was'), form.text('on')];
    const stored = (await policyReviewOn(db)) ?? '';
    if (stored !== on) {
      const today = isoDay(now, policyZone(organization));
      if (on !== '' && (dayFrom(on) === undefined || on < today)) {
        return show(visit, action, [{ at: 'on', message: 'Enter today or a later day, such as 02/11/2031.' }], on);
      }
      const detail = { 'case-policy-review': [stored || null, on || null] };
      const entry = { at: now, personId: person.id, action: 'settings changed', subject: 'installation', detail };
      if (!(await commitChange(db, changePolicyReview(was, on), entry))) {
        const message = 'Someone else changed the day while you were working on it. Look at it, then try again.';
        return show(visit, action, [{ at: 'on', message }], on);
      }
    }
    return c.redirect(`${action}?notice=saved`, 303);
  }
}
