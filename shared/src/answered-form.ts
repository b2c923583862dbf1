import type { Item, Rating } from './items.ts';
import { emptyParts, fieldId, type FormParts, type FormProblem, type Html, type SurveyForm } from './survey-form.ts';

/** What the form is prefilled with: what was typed before a problem, or what a link preselects. */
export interface Answered {
  ratings: Partial<Record<Item, Rating | undefined>>;
  comment: string;
  /** Whether the writer allows that the comment is shown to others. */
  allowsShowing?: boolean;
  problems: readonly FormProblem[];
  /** Whether the form gets the focus, because the respondent has already started by following a link with a rating. */
  isBegun: boolean;
  /** Whether the next person uses the same device. Then the browser must not restore answers when someone goes back. */
  isShared?: boolean;
  /** A hidden field that catches bots, which fill in every field. Its label asks people to leave it blank. */
  trap?: { name: string; label: string };
}

/** The parts of a form with answers in it. */
export function answeredParts<Markup>(html: Html<Markup>, form: SurveyForm, answered: Answered): FormParts<Markup> {
  const empty = emptyParts(html, form);
  const { ratings, comment, problems } = answered;
  const problemAt = (at: FormProblem['at']): Markup[] =>
    problems
      .filter((problem) => problem.at === at)
      .map(({ message }) => html`<p class="error" id="${`${at}-error`}">${message}</p>`);
  const trap = answered.trap && trapMarkup(html, answered.trap);
  const hasProblem = (at: FormProblem['at']) => problems.some((problem) => problem.at === at);
  return {
    form: (content) => answeredForm(html, form, answered, trap === undefined ? content : html`${content} ${trap}`),
    summary: () => (problems.length === 0 ? empty.summary() : summary(html, form, problems)),
    statement: (item, legend, points) =>
      hasProblem(item)
        ? html`<fieldset part="statement" aria-describedby="${`${item}-error`}">
            ${legend}${problemAt(item)}${points}
          </fieldset>`
        : empty.statement(item, legend, points),
    input: (item, rating, id) =>
      ratings[item] === rating
        ? html`<input type="radio" name="${item}" id="${id}" value="${rating}" checked />`
        : empty.input(item, rating, id),
    comment: () => {
      if (comment === '' && !hasProblem('comment')) return empty.comment();
      const described = hasProblem('comment') ? 'notice comment-error hint' : 'notice hint';
      // The HTML parser drops the first line feed, so this one is extra.
      return html`${problemAt('comment')}<textarea
          id="comment"
          name="comment"
          rows="5"
          aria-describedby="${described}"
          part="comment"
        >
${comment}</textarea>`;
    },
    mayShow: () =>
      answered.allowsShowing
        ? html`<input type="checkbox" name="mayShow" aria-describedby="may-show" checked />`
        : empty.mayShow(),
  };
}

function answeredForm<Markup>(html: Html<Markup>, form: SurveyForm, answered: Answered, content: Markup): Markup {
  if (!answered.isBegun && !answered.isShared) return emptyParts(html, form).form(content);
  if (!answered.isBegun) {
    return html`<form
      id="survey"
      class="survey"
      method="post"
      action="${form.action}"
      accept-charset="utf-8"
      autocomplete="off"
      novalidate
      aria-labelledby="title"
    >
      ${content}
    </form>`;
  }
  return html`<form
    id="survey"
    class="survey"
    method="post"
    action="${form.action}"
    accept-charset="utf-8"
    autocomplete="${answered.isShared ? 'off' : 'on'}"
    novalidate
    aria-labelledby="title"
    tabindex="-1"
    autofocus
  >
    ${content}
  </form>`;
}

function trapMarkup<Markup>(html: Html<Markup>, { name, label }: NonNullable<Answered['trap']>): Markup {
  return html`<div class="trap">
    <label for="${name}">${label}</label>
    <input type="text" id="${name}" name="${name}" autocomplete="off" tabindex="-1" />
  </div>`;
}

function summary<Markup>(html: Html<Markup>, { text }: SurveyForm, problems: readonly FormProblem[]): Markup {
  const entries = problems.map(({ at, message }) =>
    at === 'form' ? html`<li>${message}</li>` : html`<li><a href="${`#${fieldId(at)}`}">${message}</a></li>`,
  );
  return html`<div class="problem" part="problem" role="group" aria-labelledby="problem-title" tabindex="-1" autofocus>
    <h2 id="problem-title">${text.problem}</h2>
    <ul>
      ${entries}
    </ul>
  </div>`;
}
