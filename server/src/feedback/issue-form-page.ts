import { feedbackKinds } from '@heart-survey/shared/feedback/feedback';
import { html } from 'hono/html';
import type { Stub } from '../cases/cases.ts';
import { addressLines } from '../org/org.ts';
import { page, type Markup } from '../pages/page.ts';
import type { LinkedStyle } from '../pages/style.ts';
import { nameOf, ownerOfAll } from '../survey/survey.ts';
import type { Shown } from './frame.ts';
import { shortOf } from './poster-routes.ts';

export interface IssueForms extends Shown {
  stubs: readonly Stub[];
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
  style: LinkedStyle;
}

/** The forms to print, one after the other. Their receipts are shown only here. */
export function issueFormsPage(forms: IssueForms): Markup {
  const { text, texts, stubs, style } = forms;
  return page({
    text,
    title: texts.form.title,
    style,
    main: html`<h1 class="on-screen">${texts.form.title}</h1>
      ${stubs.map((stub, index) => sheet(forms, stub, index))}`,
  });
}

function sheet(forms: IssueForms, stub: Stub, index: number): Markup {
  const { text, texts, languages, agency } = forms;
  const { form, print } = texts;
  const id = `form-${index}`;
  return html`<article class="sheet form" aria-labelledby="${id}">
      <header>
        <h2 id="${id}">${form.title}</h2>
        <p class="whose">${ownerOfAll(agency, text, languages)} · <bdi dir="ltr">${stub.reference}</bdi></p>
      </header>
      <p>${print.instruction}</p>
      <p><b>${form.emergencyTitle}</b> ${form.emergency}</p>
      <p class="blank"><span>${print.date}</span></p>
      <p class="blank tall"><span>${form.what}</span></p>
    </article>
    <article class="sheet form" aria-label="${form.title} ${stub.reference}">
      <h3>${form.kind}</h3>
      <ul class="boxes">
        ${feedbackKinds.map((kind) => html`<li>${form.kinds[kind]}</li>`)}
      </ul>
      <p class="blank"><span>${form.office}</span></p>
      <h3>${form.reach}</h3>
      ${[form.personTitle, form.name, form.email, form.phone, form.post].map((label) => html`<p class="blank"><span>${label}</span></p>`)}
      <p>
        ${
          agency.address === undefined
            ? print.handIn
            : html`${print.returnTo}
                <strong>${nameOf(addressLines(agency.address).join(', '), text, languages)}</strong>`
        }
      </p>
      ${stubPart(forms, stub)}
    </article>`;
}

/** The part that the customer keeps. */
function stubPart({ texts, baseUrl }: IssueForms, { reference, receipt }: Stub): Markup {
  const { print, receipt: words } = texts;
  return html`<section class="stub">
    <h3>${print.stubTitle}</h3>
    <dl>
      <div>
        <dt>${words.reference}</dt>
        <dd><bdi dir="ltr">${reference}</bdi></dd>
      </div>
      <div>
        <dt>${words.receipt}</dt>
        <dd><bdi dir="ltr">${receipt}</bdi></dd>
      </div>
    </dl>
    <p>${print.stub} <b dir="ltr">${shortOf(baseUrl)}/case</b></p>
  </section>`;
}
