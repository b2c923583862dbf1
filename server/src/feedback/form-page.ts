import { feedbackKinds } from '@heart-survey/shared/feedback/feedback';
import { resultsTexts } from '@heart-survey/shared/results/results';
import { html, raw } from 'hono/html';
import { linesOf, standardTexts } from '../cases/cases.ts';
import type { PublicText, Region } from '../org/org.ts';
import { radioField, textArea, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { formatsInWords, trapField, type ListedFormats } from '../survey/survey.ts';
import type { Typed } from './fields.ts';
import { framed, problemSummary, type Shown } from './frame.ts';

export interface FormPage extends Shown {
  /** The agency's own texts in this language. */
  own: Partial<Record<PublicText, string>>;
  /** The offices to choose from. */
  regions: readonly Region[];
  /** Those that the survey is offered in: at the chosen office, or else at any. */
  formats: ListedFormats;
  /** `send`: the id of this message, a UUID without the time in it. `page`: the id of this page, which is never stored. */
  hidden: { send: string; page: string };
  typed: Typed;
  problems: readonly FieldError[];
  /** Whether the writer just chose the language. */
  isSwitched?: boolean;
}

/** The form for complaints and requests. */
export function formPage(page: FormPage): Markup {
  const { text, texts, typed, problems, hidden, isSwitched = false } = page;
  const { form } = texts;
  const asked = askedIn(page);
  const errors = [...problems];
  const chosen = chosenIn(page);
  return framed(page, {
    title: problems.length > 0 ? `${text.errorPrefix} ${asked.title}` : asked.title,
    addressOf: (tag) => `/feedback?lang=${tag}${chosen}`,
    keeps: { form: 'feedback', hasFocus: isSwitched },
    main: html`<h1>${asked.title}</h1>
      ${problemSummary(text, errors)}
      <p class="lead">${form.lead} ${form.promise}</p>
      ${emergency(page)}
      <form id="feedback" class="feedback" method="post" action="/feedback" accept-charset="utf-8" novalidate>
        <input type="hidden" name="id" value="${hidden.send}" />
        <input type="hidden" name="page" value="${hidden.page}" />
        <input type="hidden" name="language" value="${text.tag}" />
        ${typed.isFromSurvey ? html`<input type="hidden" name="from" value="survey" />` : ''}
        <div class="card">
          ${textArea({
            name: 'text',
            label: asked.what,
            value: typed.text,
            rows: 9,
            hint: `${asked.whatHint} ${form.limits}`,
            errors,
          })}
        </div>
        ${radioField({
          name: 'kind',
          label: form.kind,
          value: typed.kind,
          options: feedbackKinds.map((value) => ({
            value,
            label: form.kinds[value],
            hint: value === 'access' ? formatsInWords(text, page.formats) : undefined,
          })),
        })}
        <div class="card">${officeField(page)}</div>
        ${reachFields(page, errors)}
        <p class="trap">
          <label for="${trapField}">${text.leaveEmpty}</label>
          <input id="${trapField}" name="${trapField}" tabindex="-1" autocomplete="off" />
        </p>
        <button>${form.send}</button>
        <p class="about">
          ${typed.isFromSurvey ? form.fromSurvey : ''} ${form.about}
          <a href="/privacy?lang=${text.tag}">${text.privacy}</a>
        </p>
      </form>
      ${otherWays(page)}
      <ul class="links">
        <li><a href="/case?lang=${text.tag}">${texts.case.title}</a></li>
        <li><a href="/results?lang=${text.tag}">${resultsTexts(text).title}</a></li>
      </ul>`,
  });
}

/** What the form asks: about another format or language, or about anything. */
function askedIn({ texts: { form, formats }, typed }: FormPage): { title: string; what: string; whatHint: string } {
  return typed.kind === 'access' ? { ...formats, title: formats.ask } : form;
}

/** What the link to the form chose, for the same form in another language. */
function chosenIn({ typed: { isFromSurvey, kind, office } }: FormPage): string {
  const query = new URLSearchParams({
    ...(isFromSurvey ? { from: 'survey' } : {}),
    ...(kind === '' ? {} : { kind }),
    ...(office === '' ? {} : { office }),
  });
  return query.size === 0 ? '' : `&${query.toString()}`;
}

/** What to do in an emergency: the agency's own words, or else 911 and the hotline for child abuse. */
function emergency({ text, agency, texts: { form }, own }: FormPage): Markup {
  const sentences = linesOf(own.emergency ?? standardTexts(text, agency).emergency);
  return html`<section class="urgent" aria-labelledby="urgent">
    <h2 id="urgent">${form.emergencyTitle}</h2>
    ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
  </section>`;
}

function otherWays({ text, agency, texts: { ways }, own }: FormPage): Markup {
  const list = linesOf(own['other-ways'] ?? standardTexts(text, agency)['other-ways']);
  return html`<section>
    <h2>${ways.title}</h2>
    <ul>
      ${list.map((way) => html`<li>${way}</li>`)}
    </ul>
  </section>`;
}

/** The offices, grouped by department if there are several. */
function officeField({ text, texts: { form }, languages, regions, typed }: FormPage): Markup {
  const departments = new Map(regions.map(({ department }) => [department.id, department.name]));
  const own = languages.offered[0]!.tag;
  const lang = own === text.tag ? '' : `lang="${own}"`;
  const option = ({ slug, name }: Region) =>
    html`<option value="${slug}" ${raw(lang)} ${raw(slug === typed.office ? 'selected' : '')}>${name}</option>`;
  const group = ([id, name]: [number, string]) => {
    const options = regions.filter(({ department }) => department.id === id).map(option);
    return departments.size === 1 ? options : html`<optgroup label="${name}" ${raw(lang)}>${options}</optgroup>`;
  };
  return html`<div class="field">
    <label for="office">${form.office}</label>
    <select id="office" name="office">
      <option value="">${form.officeUnknown}</option>
      ${[...departments].map(group)}
    </select>
  </div>`;
}

function reachFields({ texts: { form }, typed }: FormPage, errors: FieldError[]): Markup {
  return html`<fieldset aria-describedby="reach-hint">
    <legend>${form.reach}</legend>
    <p class="hint" id="reach-hint">${form.reachHint}</p>
    ${textField({ name: 'email', label: form.email, value: typed.email, type: 'email', autocomplete: 'email', errors })}
    ${textField({ name: 'phone', label: form.phone, value: typed.phone, type: 'tel', autocomplete: 'tel', errors })}
    ${textArea({ name: 'post', label: form.post, value: typed.post, rows: 3, autocomplete: 'street-address', errors })}
    ${textField({
      name: 'title',
      label: form.personTitle,
      value: typed.title,
      hint: form.personTitleHint,
      autocomplete: 'honorific-prefix',
      errors,
    })}
    ${textField({ name: 'name', label: form.name, value: typed.name, autocomplete: 'name', errors })}
  </fieldset>`;
}
