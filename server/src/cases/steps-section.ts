import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { CasePage } from './case-page.ts';
import { decidingSteps } from './deciding-steps.ts';
import { otherSteps, reopen } from './other-steps.ts';
import { casePath } from './paths.ts';
import { notSatisfied, tellBegun } from './second-stage-steps.ts';
import { isBarred, type StepForm } from './step-forms.ts';
import { writingSteps } from './writing-steps.ts';

/** Every step that has a form, in the order of the page: the work first, then what ends it, then what begins it again. */
export const stepForms: StepForm[] = [
  tellBegun,
  ...writingSteps,
  ...otherSteps,
  ...decidingSteps,
  notSatisfied,
  reopen,
];

/** What can be done next. Each form is behind its own heading, which works without JavaScript. */
export function stepsSection(page: CasePage): Markup {
  const offered = stepForms.filter((step) => step.isOffered(page));
  return html`<h2 id="steps">What to do next</h2>
    ${whoAnswers(page)}
    <div class="folds">${offered.map((step) => stepForm(page, step))}</div>`;
}

/** Who can answer and close it, if the reader cannot. */
function whoAnswers(page: CasePage): Markup | '' {
  const { second, owners, file, desk, isOwn } = page;
  if (second.begunAt !== null && owners.length === 0 && file.closedAt === null) {
    return html`<p class="note">
      Everyone who could answer this case handled its first stage. Ask an administrator to add someone to the
      ${desk.name} desk.
    </p>`;
  }
  if (isBarred(page)) {
    return html`<p class="note">
      You handled the first stage of this case, so someone else must answer it and close it. You can still write notes
      and messages.
    </p>`;
  }
  return isOwn
    ? ''
    : html`<p class="note">
        Only its owner or a case manager can answer or close it. To do that, become its owner below.
      </p>`;
}

function stepForm(page: CasePage, step: StepForm): Markup {
  const { file, errors = [] } = page;
  const isOpen = errors.some(({ at }) => at.startsWith(`${step.id}-`));
  const content = html`<summary>${step.title}</summary>
    <form method="post" action="${casePath(file.reference)}/steps/${step.id}">
      ${versionField(page)} ${step.id === 'close' ? leftToDo(page) : ''} ${step.fields(page)}
      <button>${step.button}</button>
    </form>`;
  return isOpen ? html`<details open>${content}</details>` : html`<details>${content}</details>`;
}

function leftToDo({ leftToDo = [] }: CasePage): Markup | '' {
  if (leftToDo.length === 0) return '';
  return html`<div class="note">
    <p>Still to do:</p>
    <ul>
      ${leftToDo.map((one) => html`<li>${one}</li>`)}
    </ul>
  </div>`;
}

/** Says which version of the case a form was made for. */
export const versionField = ({ file }: CasePage): Markup =>
  html`<input type="hidden" name="version" value="${file.version}" />`;
