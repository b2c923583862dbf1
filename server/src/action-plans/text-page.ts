import { inHundredths } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Region } from '../org/org.ts';
import { choiceField, errorSummary, radioField, textArea, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { grouped } from '../results/results.ts';
import { planPath } from './paths.ts';
import { shownScores } from './plan-figures.ts';
import { underPlan } from './under-plan.ts';
import type { Plan } from './queries.ts';
import { causeWords } from './words.ts';
import { maxCause, measured, measures, measureWord, type Typed } from './written.ts';

interface TextPage {
  plan: Plan;
  region: Region;
  people: { id: string; name: string }[];
  version: Markup;
  typed?: Typed | undefined;
  errors?: FieldError[];
}

/** The form for a plan's cause, its measure, and its monitor. */
export function textPage(page: TextPage): PageContent {
  const { plan, region, version, errors = [] } = page;
  const path = planPath(region.department, plan);
  return {
    title: 'Cause and measure',
    ...underPlan(page, errors),
    main: [
      errorSummary(errors),
      html`<form method="post" action="${path}/text">
        ${version} ${causeFields(page)} ${measureFields(page)}
        <div class="actions">
          <button>Save</button>
          <a href="${path}">Cancel</a>
        </div>
      </form>`,
    ],
  };
}

function causeFields({ plan, typed, errors = [] }: TextPage): Markup {
  return html`<h2>Cause</h2>
    ${radioField({
      name: 'causeClass',
      label: 'Type of cause',
      value: typed?.['causeClass'] ?? plan.causeClass ?? '',
      options: Object.entries(causeWords).map(([value, words]) => ({ value, ...words })),
      errors,
    })}
    ${textArea({
      name: 'cause',
      label: 'Why was the region below target?',
      value: typed?.['cause'] ?? plan.cause ?? '',
      rows: 6,
      hint: `Up to ${maxCause.toLocaleString('en-US')} characters. Describe what happened and why. Do not name an employee or a client.`,
      errors,
    })}`;
}

function measureFields({ plan, people, typed, errors = [] }: TextPage): Markup {
  const before = shownScores(plan);
  const label = (measure: (typeof measures)[number]) => {
    const { hundredths, n } = measured(before, measure);
    return `${measureWord(measure)}: ${hundredths === null ? '–' : inHundredths(hundredths)} ${plan.stage === 'watch' ? 'so far' : 'at closing'} (n ${grouped(n)})`;
  };
  return html`<h2>Measure</h2>
    <div class="fields">
      ${choiceField({
        name: 'figure',
        label: 'Which figure should improve?',
        value: typed?.['figure'] ?? plan.figure ?? 'average',
        options: measures.map((measure) => ({ value: measure, label: label(measure) })),
        errors,
      })}
      ${textField({
        name: 'goal',
        label: 'Goal',
        value: typed?.['goal'] ?? inHundredths(plan.goal ?? before.target),
        isShort: true,
        hint: 'From 1.01 to 5.00.',
        errors,
      })}
    </div>
    ${choiceField({
      name: 'monitor',
      label: 'Who will monitor the plan?',
      hint: 'Choose someone other than the plan’s only owner.',
      value: typed?.['monitor'] ?? plan.monitorId ?? '',
      options: [{ value: '', label: 'Not chosen yet' }, ...people.map(({ id, name }) => ({ value: id, label: name }))],
      errors,
    })}`;
}
