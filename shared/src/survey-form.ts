import { items, scale, type Item, type Rating } from './items.ts';
import type { FormTexts } from './languages/catalogue.ts';
import { fill } from './text.ts';

/** The tag of either renderer: `lit`'s in the element, `hono/html`'s on the server. */
export type Html<Markup> = (strings: TemplateStringsArray, ...values: unknown[]) => Markup;

/** Where a problem stands: at an item, at the comment, or with the form as a whole. */
export interface FormProblem {
  at: Item | 'comment' | 'form';
  message: string;
}

export interface SurveyForm {
  text: FormTexts;
  /** The region's name, as its customers know it. */
  region: string;
  /** The department's own notice above the comment, or null for the catalogue's. */
  notice: string | null;
  /** Where the form is posted to without a script. */
  action: string;
  /** Carried along unseen: id, language, channel, employee, wording. */
  hidden: Readonly<Record<string, string>>;
  /** What is chosen already, as it was sent. */
  ratings: Partial<Record<Item, Rating | undefined>>;
  comment: string;
  problems: readonly FormProblem[];
  /** The page that says what happens with the answers; without one no link is shown. */
  privacy: string | null;
}

/**
 * The survey form, written once for both renderers, below a heading with the id `title`. Every attribute is quoted and nothing is bound but text and
 * attribute values, since the two tags agree on nothing else; behaviour listens at the form from outside.
 */
export function surveyForm<Markup>(html: Html<Markup>, form: SurveyForm): Markup {
  const { text } = form;
  const content = html`${Object.entries(form.hidden).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    ${summary(html, form)} ${items.map((item) => statement(html, form, item))} ${comment(html, form)}
    <div class="send">
      <button type="submit" class="button" part="send">${text.send}</button>
      <p class="status" role="status"></p>
    </div>
    <p class="about" part="about">
      ${fill(text.about, { region: form.region })}
      ${form.privacy === null ? '' : html`<a href="${form.privacy}">${text.privacy}</a>`}
    </p>`;
  // Whoever has begun by a link with a rating goes on in the form.
  return isBegun(form)
    ? html`<form
        class="survey"
        method="post"
        action="${form.action}"
        accept-charset="utf-8"
        novalidate
        aria-labelledby="title"
        tabindex="-1"
        autofocus
      >
        ${content}
      </form>`
    : html`<form
        class="survey"
        method="post"
        action="${form.action}"
        accept-charset="utf-8"
        novalidate
        aria-labelledby="title"
      >
        ${content}
      </form>`;
}

function isBegun({ ratings, problems }: SurveyForm): boolean {
  return problems.length === 0 && items.some((item) => ratings[item] !== undefined);
}

function summary<Markup>(html: Html<Markup>, { text, problems }: SurveyForm): Markup {
  const entries = problems.map(({ at, message }) =>
    at === 'form' ? html`<li>${message}</li>` : html`<li><a href="${`#${fieldId(at)}`}">${message}</a></li>`,
  );
  const filled = html`<h2 id="problem-title">${text.problem}</h2>
    <ul>
      ${entries}
    </ul>`;
  return problems.length === 0
    ? html`<div class="problem" part="problem" role="group" aria-labelledby="problem-title" tabindex="-1" hidden></div>`
    : html`<div class="problem" part="problem" role="group" aria-labelledby="problem-title" tabindex="-1" autofocus>
        ${filled}
      </div>`;
}

function statement<Markup>(html: Html<Markup>, form: SurveyForm, item: Item): Markup {
  const { word, statement } = form.text.items[item];
  const legend = html`<legend><span class="word" part="word">${word}</span> ${statement}</legend>`;
  const points = html`<div class="scale">${scale.map((rating) => point(html, form, item, rating))}</div>`;
  return form.problems.some(({ at }) => at === item)
    ? html`<fieldset part="statement" aria-describedby="${`${item}-error`}">
        ${legend}${problemAt(html, form, item)}${points}
      </fieldset>`
    : html`<fieldset part="statement">${legend}${points}</fieldset>`;
}

function point<Markup>(html: Html<Markup>, form: SurveyForm, item: Item, rating: Rating): Markup {
  const id = rating === 1 ? fieldId(item) : `${item}-${rating}`;
  const input =
    form.ratings[item] === rating
      ? html`<input type="radio" name="${item}" id="${id}" value="${rating}" checked />`
      : html`<input type="radio" name="${item}" id="${id}" value="${rating}" />`;
  return html`<label part="point">${input}<span>${form.text.scale[rating - 1]}</span></label>`;
}

function comment<Markup>(html: Html<Markup>, form: SurveyForm): Markup {
  const { text } = form;
  const id = fieldId('comment');
  const described = form.problems.some(({ at }) => at === 'comment') ? 'notice comment-error hint' : 'notice hint';
  // No `maxlength`: it would cut what is pasted, without a word.
  // The element starts without a comment: Lit binds nothing inside a textarea. A first line feed is the parser's to drop.
  const field =
    form.comment === ''
      ? html`<textarea id="${id}" name="comment" rows="5" aria-describedby="${described}" part="comment"></textarea>`
      : html`<textarea id="${id}" name="comment" rows="5" aria-describedby="${described}" part="comment">
${form.comment}</textarea>`;
  return html`<div class="card" part="statement">
    <label for="${id}">${text.comment}</label>
    <p class="notice" id="notice">${form.notice ?? text.notice}</p>
    ${problemAt(html, form, 'comment')}${field}
    <p class="hint" id="hint" role="status"></p>
  </div>`;
}

function problemAt<Markup>(html: Html<Markup>, { problems }: SurveyForm, at: FormProblem['at']): Markup[] {
  return problems
    .filter((problem) => problem.at === at)
    .map(({ message }) => html`<p class="error" id="${`${at}-error`}">${message}</p>`);
}

/** The id that a problem links to: an item's first radio, or the comment. */
function fieldId(at: Item | 'comment'): string {
  return at === 'comment' ? 'comment' : `${at}-1`;
}
