import { capital } from '@heart-survey/shared/text';
import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { casePath, type CasePage, type CaseSection } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { choiceField, radioField, textField } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { reasonField } from '../pages/reason.ts';
import { dayWords, todayAt } from './days.ts';
import { fold, writtenOr } from './parts.ts';
import { askFields, stepFields, ways } from './referral-fields.ts';
import { referralsOf, type Referral } from './referral-queries.ts';

const staffOnly = 'Only staff who see the case can read it.';

/** What is passed on to other agencies, only with permission (docs/policies/dss-principles.md, section 2). */
export const referralSection =
  (db: Database): CaseSection =>
  async (_, page) => {
    const referrals = await referralsOf(db, page.file.id);
    return html`<h2 id="referrals">Passed on to other agencies</h2>
      ${
        referrals.length === 0
          ? html`<p class="quiet">
              Nothing was passed on. Tell another agency about a need only if the writer knows and agrees.
            </p>`
          : html`<ul class="history">
              ${referrals.map((one) => oneReferral(page, one))}
            </ul>`
      }
      <div class="folds">${askForm(page)}</div>`;
  };

function oneReferral(page: CasePage, one: Referral): Markup {
  const next = nextForms(page, one);
  return html`<li>
    <p dir="auto"><b>${one.agency ?? 'The name of the agency was erased.'}</b></p>
    ${writtenOr(one.need, 'The need was erased.')}
    <ul class="plain quiet">
      ${course(page, one).map((line) => html`<li>${line}</li>`)}
    </ul>
    ${one.followedUpAt === null ? '' : writtenOr(one.outcome, 'What came of it was erased.')}
    ${next.length === 0 ? '' : html`<div class="folds">${next}</div>`}
  </li>`;
}

/** What happened so far, a line for each step. */
function course(page: CasePage, one: Referral): (Markup | string)[] {
  const by = (at: number, name: string | null) =>
    `${dayInWords(at, page.department.zone)}, entered by ${name ?? 'someone'}`;
  const { permission, permissionAt, permissionWay, passedAt, followUpOn, followedUpAt } = one;
  const isOverdue = followUpOn !== null && followedUpAt === null && followUpOn < todayAt(page);
  return [
    `Asked for permission: ${by(one.askedAt, one.asker)}`,
    ...(permissionAt === null
      ? []
      : [
          `Permission ${permission === 'given' ? 'given' : 'refused'} ${permissionWay ?? ''}: ${by(permissionAt, one.recorder)}`,
        ]),
    ...(passedAt === null ? [] : [`Passed on: ${by(passedAt, one.passer)}`]),
    ...(followUpOn === null || followedUpAt !== null
      ? []
      : [html`Follow up by ${dayWords(followUpOn)}${isOverdue ? html` · <b class="below">overdue</b>` : ''}`]),
    ...(followedUpAt === null ? [] : [`Followed up: ${by(followedUpAt, one.follower)}`]),
  ];
}

/** What can be done with it next. Permission may be taken back until the need was passed on. */
function nextForms(page: CasePage, one: Referral): Markup[] {
  if (one.permission === 'asked') return [permissionForm(page, one, 'Enter the writer’s answer')];
  if (one.permission === 'refused' || one.followedUpAt !== null) return [];
  if (one.passedAt !== null) return [followUpForm(page, one)];
  return [passingForm(page, one), permissionForm(page, one, 'The writer took the permission back')];
}

function permissionForm(page: CasePage, { id, agency, permission }: Referral, title: string): Markup {
  const { file, errors = [], typed = {} } = page;
  const { answer, way } = stepFields(id).permission;
  return fold(
    page,
    { title, about: agency, prefix: `permission-${id}-` },
    html`<form method="post" action="${casePath(file.reference)}/referrals/${id}/permission">
      ${
        permission === 'given'
          ? html`<input type="hidden" name="${answer}" value="refused" />`
          : radioField({
              name: answer,
              label: 'May we pass it on?',
              value: typed[answer] ?? '',
              options: [
                { value: 'given', label: 'Yes, the writer gave permission' },
                { value: 'refused', label: 'No, the writer refused' },
              ],
              errors,
            })
      }
      ${choiceField({
        name: way,
        label: 'How they said so',
        value: typed[way] ?? '',
        options: [{ value: '', label: 'Choose' }, ...ways.map((value) => ({ value, label: capital(value) }))],
        errors,
      })}
      <button class="second">Save the answer</button>
    </form>`,
  );
}

function passingForm(page: CasePage, { id, agency }: Referral): Markup {
  const { file, errors = [], typed = {} } = page;
  const { followUpOn } = stepFields(id).passing;
  return fold(
    page,
    { title: 'It was passed on', about: agency, prefix: `passing-${id}-` },
    html`<form method="post" action="${casePath(file.reference)}/referrals/${id}/passing">
      ${textField({
        name: followUpOn,
        label: 'Ask by this date whether the need was met',
        type: 'date',
        value: typed[followUpOn] ?? '',
        isShort: true,
        hint: 'After today. It will be on your home page.',
        errors,
      })}
      <button class="second">Record that it was passed on</button>
    </form>`,
  );
}

function followUpForm(page: CasePage, { id, agency }: Referral): Markup {
  const { file, errors = [], typed = {} } = page;
  const { outcome } = stepFields(id).followUp;
  return fold(
    page,
    { title: 'Enter what came of it', about: agency, prefix: `follow-up-${id}-` },
    html`<form method="post" action="${casePath(file.reference)}/referrals/${id}/follow-up">
      ${reasonField({ name: outcome, label: 'What came of it', hint: staffOnly, value: typed[outcome], errors })}
      <button class="second">Save what came of it</button>
    </form>`,
  );
}

function askForm(page: CasePage): Markup {
  const { file, errors = [], typed = {} } = page;
  return fold(
    page,
    { title: 'Ask to pass a need on to another agency', prefix: 'referral-new-' },
    html`<form method="post" action="${casePath(file.reference)}/referrals">
      <input type="hidden" name="id" value="${crypto.randomUUID()}" />
      <p class="hint">
        Ask the writer yourself, by phone, in person, or in a message. Then record here that you asked.
      </p>
      ${textField({
        name: askFields.agency,
        label: 'Agency',
        value: typed[askFields.agency] ?? '',
        errors,
      })}
      ${reasonField({
        name: askFields.need,
        label: 'What the agency would be told',
        hint: staffOnly,
        value: typed[askFields.need],
        errors,
      })}
      <button class="second">Record that you asked</button>
    </form>`,
  );
}
