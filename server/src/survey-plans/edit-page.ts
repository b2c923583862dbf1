import { surveyFormats } from '@heart-survey/shared/feedback/feedback';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { channels } from '@heart-survey/shared/response';
import { html, raw } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { checkboxField, errorSummary, radioField, textArea, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { formatName, frequencies, modeName } from './choices.ts';
import type { TypedPlan } from './fields.ts';
import { editPath, planPath } from './paths.ts';

export interface EditPage {
  department: Department;
  typed: TypedPlan;
  /** The version that the writer changes; 0 without one. */
  seen: number;
  /** The languages that the survey is offered in. */
  offered: readonly Catalog[];
  errors: FieldError[];
}

/** The form that writes a plan, or changes it (docs/policies/nc-dhhs-customer-service.md, implementation 5). */
export function editPage(page: EditPage): PageContent {
  const { department, typed, seen, offered, errors } = page;
  const long = (name: 'who' | 'how' | 'use', label: string, hint: string) =>
    textArea({ name, label, hint, value: typed[name], rows: 5, errors });
  return {
    title: seen === 0 ? 'Write the survey plan' : 'Change the survey plan',
    current: 'Survey plan',
    hasProblem: errors.length > 0,
    sub: html`${department.name} · <a href="${planPath(department)}">Survey plan</a>`,
    main: [
      errorSummary(errors),
      html`<form method="post" action="${editPath(department)}">
        <input type="hidden" name="seen" value="${seen}" />
        ${long('who', 'Who is surveyed', 'Your primary customers first: the people who receive your services.')}
        ${long('how', 'How they are surveyed', 'When you ask, who asks, and which methods you use besides this survey.')}
        ${boxes(
          'mode',
          'Ways to answer',
          channels.map((value) => ({ value, label: modeName(value) })),
          typed.modes,
          errors,
          'People open the survey page with a link or a QR code.',
        )}
        ${boxes(
          'format',
          'Other formats',
          surveyFormats.map((value) => ({ value, label: formatName(value) })),
          typed.formats,
          errors,
          'Check only what you can provide. The survey’s pages list these formats, with a link for requesting one.',
        )}
        ${boxes(
          'language',
          'Languages',
          offered.map(({ tag, name }) => ({ value: tag, label: `${name} (${tag})` })),
          typed.languages,
          errors,
        )}
        ${radioField({
          name: 'frequency',
          label: 'How often',
          value: typed.frequency,
          options: Object.entries(frequencies).map(([value, { name }]) => ({ value, label: name })),
          errors,
        })}
        ${textField({ name: 'next_on', label: 'Next survey', type: 'date', value: typed.nextOn, hint: 'When you will next survey your customers, or review a survey that runs all year.', isShort: true, errors })}
        ${long('use', 'How results are used', 'Who looks at them, and how they lead to better service.')}
        ${textField({ name: 'review_on', label: 'Review of this plan', type: 'date', value: typed.reviewOn, hint: 'We email you 30 days before each of these dates.', isShort: true, errors })}
        <div class="actions">
          <button>Save</button>
          <a href="${planPath(department)}">Cancel</a>
        </div>
      </form>`,
    ],
  };
}

function boxes(
  name: string,
  label: string,
  options: { value: string; label: string }[],
  chosen: readonly string[],
  errors: FieldError[],
  hint?: string,
): Markup {
  const wrong = errors.find(({ at }) => at === `${name}-0`);
  const marks = [...(hint ? [`${name}-hint`] : []), ...(wrong ? [`${name}-error`] : [])].join(' ');
  return html`<fieldset class="plan-boxes" ${raw(marks === '' ? '' : `aria-describedby="${marks}"`)}>
    <legend>${label}</legend>
    ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''}
    ${wrong ? html`<p class="error" id="${name}-error">${wrong.message}</p>` : ''}
    ${options.map((one, index) => checkboxField({ ...one, name, id: `${name}-${index}`, isChecked: chosen.includes(one.value) }))}
  </fieldset>`;
}
