import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { CasePage } from './case-page.ts';
import { otherSteps } from './other-steps.ts';
import { casePath } from './paths.ts';
import type { StepForm } from './step-forms.ts';
import { writingSteps } from './writing-steps.ts';

/** Every step that has a form. */
export const stepForms: StepForm[] = [...writingSteps, ...otherSteps];

/** What can be done next. Each form is behind its own heading, which works without JavaScript. */
export function stepsSection(page: CasePage): Markup {
  const offered = stepForms.filter((step) => step.isOffered(page));
  return html`<h2>What to do next</h2>
    ${
      page.isOwn
        ? ''
        : html`<p class="note">
            Only its owner or a case manager can answer or close it. To do that, become its owner below.
          </p>`
    }
    <div class="folds">${offered.map((step) => stepForm(page, step))}</div>`;
}

function stepForm(page: CasePage, step: StepForm): Markup {
  const { file, errors = [] } = page;
  const isOpen = errors.some(({ at }) => at.startsWith(`${step.id}-`));
  const content = html`<summary>${step.title}</summary>
    <form method="post" action="${casePath(file.reference)}/steps/${step.id}">
      ${versionField(page)} ${step.fields(page)}
      <button>${step.button}</button>
    </form>`;
  return isOpen ? html`<details open>${content}</details>` : html`<details>${content}</details>`;
}

/** Says which version of the case a form was made for. */
export const versionField = ({ file }: CasePage): Markup =>
  html`<input type="hidden" name="version" value="${file.version}" />`;
