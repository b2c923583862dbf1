import { isoDay } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { errorSummary, successMessage, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { policySentence } from './policy.ts';
import { policyReviewOn, policyZone } from './policy-queries.ts';

/** A sentence about the policy's review; empty if no day was set. */
export async function policyNote(
  db: Database,
  { organization, now }: Pick<Visit, 'organization' | 'now'>,
): Promise<Markup | ''> {
  const on = await policyReviewOn(db);
  return on === undefined
    ? ''
    : html`<p class="quiet">${policySentence(on, isoDay(now, policyZone(organization)))}</p>`;
}

/** Where an administrator or an executive sets the day. @param action the page's path. */
export async function policyForm(
  db: Database,
  action: string,
  notice: string | undefined,
  errors: FieldError[] = [],
  typed?: string,
): Promise<Markup> {
  const on = (await policyReviewOn(db)) ?? '';
  return html`<h2 id="policy">Review of the policy on complaints</h2>
    ${errorSummary(errors)} ${successMessage(notice, { saved: 'Saved.' })}
    <form method="post" action="${action}/policy-review">
      <input type="hidden" name="was" value="${on}" />
      ${textField({
        name: 'on',
        label: 'Next review of the policy',
        type: 'date',
        hint: 'About every five years. The home page announces it from 90 days before, and executives get an email then and on the day. Leave it blank if there is none.',
        value: typed ?? on,
        isShort: true,
        errors,
      })}
      <button>Save</button>
    </form>`;
}
