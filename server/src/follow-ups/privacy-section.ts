import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { casePath, type CasePage, type CaseSection } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { radioField } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import { noticeParts } from './notice-forms.ts';
import { decisionFields, isCorrectable, noticeIn, noticeNames, notified } from './notices.ts';
import { fold, writtenOr } from './parts.ts';
import { breachOf, noticeLettersOf, type Breach } from './privacy-queries.ts';

/**
 * What the Clerk has to do about a breach of privacy (docs/policies/dufferin-2-3-12.md, section 6.3). If the case turned out to be
 * about something else, what was found before stays readable.
 */
export const privacySection =
  (db: Database): CaseSection =>
  async (_, page) => {
    const { file } = page;
    const [breach, letters] = await Promise.all([breachOf(db, file.id), noticeLettersOf(db, file.id)]);
    const isOpen = file.kind === 'privacy';
    if (!isOpen && breach === undefined) return '';
    return html`<h2 id="privacy">Breach of privacy</h2>
      ${breach === undefined ? html`<p>Decide whether there was a breach of privacy.</p>` : decided(page, breach)}
      ${breach?.isBreach === 1 ? noticeParts(page, breach, letters, isOpen) : ''}
      ${
        isOpen && (breach === undefined || isCorrectable(breach))
          ? html`<div class="folds">${decisionForm(page, breach)}</div>`
          : ''
      }`;
  };

function decided({ department }: CasePage, { isBreach, reason, decidedAt, decider }: Breach): Markup {
  return html`<p>
      <b>${isBreach === 1 ? 'It was a breach of privacy.' : 'It was not a breach of privacy.'}</b> Decided on
      ${dayInWords(decidedAt, department.zone)} by ${decider ?? 'someone'}.
    </p>
    ${writtenOr(reason, 'The reason was erased.')}`;
}

function decisionForm(page: CasePage, breach: Breach | undefined): Markup {
  const { file, errors = [], typed = {} } = page;
  const { answer, reason, before } = decisionFields;
  const now = breach === undefined ? '' : breach.isBreach === 1 ? 'yes' : 'no';
  return fold(
    page,
    { title: breach === undefined ? 'Was it a breach?' : 'Correct the decision', prefix: 'breach-' },
    html`<form method="post" action="${casePath(file.reference)}/breach">
      <input type="hidden" name="${before}" value="${breach?.decidedAt ?? ''}" />
      ${radioField({
        name: answer,
        label: 'Was there a breach of privacy?',
        value: typed[answer] ?? now,
        options: [
          { value: 'yes', label: 'Yes', hint: 'The person concerned and the Commissioner must be notified.' },
          { value: 'no', label: 'No' },
        ],
        errors,
      })}
      ${reasonField({
        name: reason,
        label: 'Why',
        hint: 'It can be corrected until a notice is dated. What it said before becomes a note.',
        value: typed[reason] ?? breach?.reason ?? '',
        errors,
      })}
      <button class="second">Save the decision</button>
    </form>`,
  );
}

/** What is left to do about a breach of privacy before the case is closed. */
export async function noticesLeft(db: Database, { file }: CasePage): Promise<string[]> {
  if (file.kind !== 'privacy') return [];
  const breach = await breachOf(db, file.id);
  if (breach === undefined) return ['Decide whether it was a breach of privacy.'];
  if (breach.isBreach === 0) return [];
  return notified
    .filter((to) => noticeIn(breach, to).on === null)
    .map((to) => `${noticeNames[to].who} has not been notified.`);
}
