import { isoDayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { formatName, frequencies, languageName, modeName } from './choices.ts';
import { dueIn, dueInWords } from './due.ts';
import type { PlanText, SurveyPlan } from './queries.ts';

/** What is due soon or overdue. @param today in the department's zone. */
export function dueSection(plan: SurveyPlan, today: string): Markup | '' {
  const due = dueIn(plan, today);
  if (due.length === 0) return '';
  return html`<div class="call">${due.map((one) => html`<p>${dueInWords(one)}</p>`)}</div>`;
}

/** A plan in full. */
export function planSection(plan: PlanText): Markup {
  const { who, how, use, modes, formats, languages, frequency, nextOn, reviewOn } = plan;
  return html`<dl class="facts survey-plan">
    <dt>Who is surveyed</dt>
    <dd class="prose">${who}</dd>
    <dt>How they are surveyed</dt>
    <dd class="prose">${how}</dd>
    <dt>Ways to answer</dt>
    <dd>${listed(modes.map(modeName))}</dd>
    <dt>Other formats</dt>
    <dd>${formats.length === 0 ? 'None offered' : listed(formats.map(formatName))}</dd>
    <dt>Languages</dt>
    <dd>${listed(languages.map(languageName))}</dd>
    <dt>How often</dt>
    <dd>${frequencies[frequency].name}</dd>
    <dt>Next survey</dt>
    <dd>${isoDayInWords(nextOn)}</dd>
    <dt>How results are used</dt>
    <dd class="prose">${use}</dd>
    <dt>Review of this plan</dt>
    <dd>${isoDayInWords(reviewOn)}</dd>
  </dl>`;
}

const listed = (names: string[]): Markup => html`<bdi>${names.join(', ')}</bdi>`;
