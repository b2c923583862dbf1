import { items, scale, type Item, type Rating } from './items.ts';
import type { FormTexts } from './languages/catalog.ts';
import { fill } from './text.ts';

/** A renderer's template tag: `lit` in the element, `hono/html` on the server. */
export type Html<Markup> = (strings: TemplateStringsArray, ...values: unknown[]) => Markup;

/** A problem with an item, with the comment, or with the whole form. */
export interface FormProblem {
  at: Item | 'comment' | 'form';
  message: string;
}

/** The texts of the box where the writer allows that the comment is shown to others. */
export interface MayShowTexts {
  label: string;
  hint: string;
}

/** The question which customer group the respondent belongs to. */
export interface GroupTexts {
  question: string;
  /** The code of each group, its name, and the name's language. The last one has no code: no answer. */
  options: readonly (readonly [code: string, name: string, lang: string])[];
}

/** What a region's department adds to the form. */
export interface RegionTexts {
  mayShow: MayShowTexts | null;
  group: GroupTexts | null;
}

export interface SurveyForm {
  text: FormTexts;
  /** The region's name, as customers know it. */
  region: string;
  /** The notice above the comment, as the renderer's markup. Without it, the catalog's notice is shown. */
  notice: unknown;
  /** The box below the comment, if any. */
  mayShow?: MayShowTexts | null | undefined;
  /** The question below the statements, if any. */
  group?: GroupTexts | null | undefined;
  /** Where the form is posted without JavaScript. */
  action: string;
  /** Hidden fields: id, language, channel, employee, wording, campaign. Where the form asks, `group` is the choice. */
  hidden: Readonly<Record<string, string>>;
  /**
   * The privacy page. Null at a kiosk: no link may lead away from the survey there, and the group of its link is not for
   * each person to change, unless the department does not offer it.
   */
  privacy: string | null;
}

/** The parts that differ when the form has answers in it. */
export interface FormParts<Markup> {
  form: (content: Markup) => Markup;
  summary: () => Markup;
  statement: (item: Item, legend: Markup, points: Markup) => Markup;
  input: (item: Item, rating: Rating, id: string) => Markup;
  comment: () => Markup;
  mayShow: () => Markup;
}

/**
 * The survey form, written once for both renderers. It needs a heading with the id `title` above it. Every attribute is
 * quoted, and only text and attribute values are bound, because the two tags support nothing else in the same way. The
 * behavior is attached from outside.
 * @param parts for a form with answers in it. The element's form starts empty, so its bundle leaves them out.
 */
export function surveyForm<Markup>(
  html: Html<Markup>,
  form: SurveyForm,
  parts: FormParts<Markup> = emptyParts(html, form),
): Markup {
  const { text, privacy } = form;
  const { group: chosen, ...hidden } = form.hidden;
  const group = privacy || !form.group?.options.some(([code]) => code === chosen) ? form.group : null;
  return parts.form(
    html`${Object.entries(group ? hidden : form.hidden).map(
        ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
      )}
      ${parts.summary()} ${items.map((item) => statement(html, form, item, parts))}
      ${group ? groups(html, group, chosen) : ''}
      <div class="card" part="statement">
        <label for="comment">${text.comment}</label>
        <p class="notice" id="notice">${form.notice ?? text.notice}</p>
        ${parts.comment()}
        <p class="hint" id="hint" role="status"></p>
        ${form.mayShow ? mayShow(html, form.mayShow, parts) : ''}
      </div>
      <div class="send">
        <button type="submit" class="button" part="send">${text.send}</button>
        <p class="status" role="status"></p>
      </div>
      <p class="about" part="about">
        ${fill(text.about, { region: form.region })} ${privacy ? html`<a href="${privacy}">${text.privacy}</a>` : ''}
      </p>`,
  );
}

/** The parts of a form without answers or problems. */
export function emptyParts<Markup>(html: Html<Markup>, { action }: SurveyForm): FormParts<Markup> {
  return {
    form: (content) =>
      html`<form
        id="survey"
        class="survey"
        method="post"
        action="${action}"
        accept-charset="utf-8"
        novalidate
        aria-labelledby="title"
      >
        ${content}
      </form>`,
    summary: () =>
      html`<div
        class="problem"
        part="problem"
        role="group"
        aria-labelledby="problem-title"
        tabindex="-1"
        hidden
      ></div>`,
    statement: (_item, legend, points) => html`<fieldset part="statement">${legend}${points}</fieldset>`,
    input: (item, rating, id) => html`<input type="radio" name="${item}" id="${id}" value="${rating}" />`,
    // No `maxlength`, because it would cut pasted text without a warning.
    comment: () =>
      html`<textarea id="comment" name="comment" rows="5" aria-describedby="notice hint" part="comment"></textarea>`,
    mayShow: () => html`<input type="checkbox" name="mayShow" aria-describedby="may-show" />`,
  };
}

function groups<Markup>(html: Html<Markup>, { question, options }: GroupTexts, chosen: string | undefined): Markup {
  const input = (code: string) =>
    code && code === chosen
      ? html`<input type="radio" name="group" value="${code}" checked />`
      : html`<input type="radio" name="group" value="${code}" />`;
  return html`<fieldset part="statement">
    <legend>${question}</legend>
    <div class="scale groups">
      ${options.map(
        ([code, name, lang]) =>
          html`<label part="point"
            >${input(code)}<span><bdi lang="${lang}">${name}</bdi></span></label
          >`,
      )}
    </div>
  </fieldset>`;
}

/** It looks like a point of the scale. */
function mayShow<Markup>(html: Html<Markup>, { label, hint }: MayShowTexts, parts: FormParts<Markup>): Markup {
  return html`<div class="scale">
      <label part="point">${parts.mayShow()}<span>${label}</span></label>
    </div>
    <p class="notice" id="may-show">${hint}</p>`;
}

function statement<Markup>(html: Html<Markup>, form: SurveyForm, item: Item, parts: FormParts<Markup>): Markup {
  const { word, statement } = form.text.items[item];
  const point = (rating: Rating) => {
    const input = parts.input(item, rating, `${item}-${rating}`);
    return html`<label part="point">${input}<span>${form.text.scale[rating - 1]}</span></label>`;
  };
  return parts.statement(
    item,
    html`<legend><span class="word" part="word">${word}</span> ${statement}</legend>`,
    html`<div class="scale">${scale.map(point)}</div>`,
  );
}

/** The id that a problem links to: an item's first radio, or the comment. */
export function fieldId(at: Item | 'comment'): string {
  return at === 'comment' ? at : `${at}-1`;
}
