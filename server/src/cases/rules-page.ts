import { isoDay, timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { departmentLinks, type PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { choiceField, errorSummary, radioField, successMessage, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { countedDays, withWeekday } from './counted-days.ts';
import { desksPath, rulesPath } from './desk-paths.ts';
import { desksLabel } from './desks-page.ts';
import { rulePacks, type PromiseRule, type RulePack } from './rule-packs.ts';
import type { RulesExample } from './rules-example.ts';
import { afterHoursField, countField } from './rules-form.ts';

interface RulesPage {
  department: Department;
  departments: Department[];
  pack: RulePack;
  /** As they are stored, or as the chosen pack has them. */
  rules: readonly PromiseRule[];
  /** Whether these rules are in use. */
  isCurrent: boolean;
  /** The version that the form was made for; the form is accepted only as long as it is the latest. */
  before: number | null;
  /** What was typed, if it was rejected. */
  typed?: ((name: string) => string) | undefined;
  example: RulesExample;
  survey: SurveyChoice;
  errors: FieldError[];
  notice: string | undefined;
}

/** Which survey asks how a case was handled. */
export interface SurveyChoice {
  /** The department's regions, without retired ones unless one is chosen. */
  regions: { id: number; name: string }[];
  /** The id of the chosen region; null for a case's own office. */
  regionId: number | null;
}

/** What a department promises to whoever writes to it, and by when. */
export function rulesPage(page: RulesPage): PageContent {
  const { department, departments, pack, rules, isCurrent, before, errors, notice } = page;
  return {
    title: 'Promised dates',
    sub: html`How soon ${department.name} replies and answers. · <a href="${desksPath}">Desks</a>`,
    current: desksLabel,
    hasProblem: errors.length > 0,
    main: [
      departmentLinks(departments, department, rulesPath),
      errorSummary(errors),
      successMessage(notice, {
        saved: 'Saved. These rules are for cases that come in from now on.',
        survey: 'Saved. The page of each closed case has this link now.',
      }),
      html`<p>Cases that are already here keep the rules that they came in under.</p>`,
      packForm(page),
      html`<h2>Rules</h2>
        ${isCurrent ? '' : html`<p>These are the numbers of “${pack.name}”. Nothing is saved yet.</p>`}
        <form method="post" action="${rulesPath(department)}">
          <input type="hidden" name="pack" value="${pack.id}" />
          <input type="hidden" name="before" value="${before ?? ''}" />
          ${rules.map((rule) => ruleFields(page, rule))}
          <div class="actions"><button>Save</button></div>
        </form>`,
      exampleSection(page),
      surveyForm(page),
    ],
  };
}

function packForm({ department, pack }: RulesPage): Markup {
  return html`<form method="get" action="${rulesPath(department)}">
    ${radioField({
      name: 'pack',
      label: 'Start from the rules of a policy',
      value: pack.id,
      options: rulePacks.map(({ id, name, source }) => ({ value: id, label: name, hint: source })),
    })}
    <div class="actions"><button class="second">Show these rules</button></div>
  </form>`;
}

function ruleFields({ typed, errors }: RulesPage, rule: PromiseRule): Markup {
  const { clock, name, source } = rule;
  const heading = html`<legend>${name}</legend>
    <p class="hint">${source}. ${starts[rule.starts]}</p>`;
  if (clock.unit === 'end of the same day') {
    return html`<fieldset>
      ${heading}
      <p>By closing time on the same day. After hours: by closing time on the next business day.</p>
    </fieldset>`;
  }
  const [count, after] = [countField(rule), afterHoursField(rule)];
  return html`<fieldset>
    ${heading}
    ${textField({
      name: count,
      label: clock.unit === 'business days' ? 'Business days' : 'Hours in which the office is open',
      value: typed?.(count) ?? String(clock.count),
      inputmode: 'numeric',
      isShort: true,
      errors,
    })}
    ${
      clock.unit === 'open hours'
        ? ''
        : choiceField({
            name: after,
            label: 'What comes after hours',
            value: typed?.(after) ?? clock.afterHours,
            options: [
              { value: 'same day', label: 'counts as that same day' },
              { value: 'next business day', label: 'counts as the next business day' },
            ],
          })
    }
  </fieldset>`;
}

/** It has nothing to do with the rules, so it has a form of its own. */
function surveyForm({ department, survey: { regions, regionId }, errors }: RulesPage): Markup {
  return html`<h2>After a case was closed</h2>
    <p>
      The page that people open with their receipt then asks: “How did we handle this?” The link goes to a survey. It is
      the same link for everyone, so no answer can be joined to a case.
    </p>
    <form method="post" action="${rulesPath(department)}/survey">
      <input type="hidden" name="was" value="${regionId ?? ''}" />
      ${choiceField({
        name: 'survey',
        label: 'Survey',
        value: String(regionId ?? ''),
        options: [
          { value: '', label: 'The survey of the office that the case is about' },
          ...regions.map(({ id, name }) => ({ value: String(id), label: name })),
        ],
        hint: 'If the office is not known, there is no link. Offices that were retired are never linked.',
        errors,
      })}
      <div class="actions"><button class="second">Save the survey</button></div>
    </form>`;
}

const starts: Record<PromiseRule['starts'], string> = {
  received: 'It starts when the case comes in.',
  acknowledged: 'It starts when the case is acknowledged.',
  reopened: 'It starts when the case is reopened.',
};

function exampleSection({ example: { receivedAt, clocks }, department: { zone } }: RulesPage): Markup {
  const came = `${withWeekday(isoDay(receivedAt, zone))}, ${timeInWords(receivedAt, zone).split(', ').at(-1)}`;
  const part = (clock: RulesExample['clocks'][number]) =>
    html`<h3>${clock.rule.name}</h3>
      <p>
        A voicemail on ${came} is due on
        ${clock.dueAt === null ? 'no date' : withWeekday(isoDay(clock.dueAt - 1, zone))}.
      </p>
      <details>
        <summary>How was this counted?</summary>
        ${countedDays(clock, zone)}
      </details>`;
  return html`<h2>Example</h2>
    ${clocks.map(part)}`;
}
