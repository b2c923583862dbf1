import { mailPrograms, type Catalog, type MailProgram } from '@heart-survey/shared/languages/catalog';
import { signatureOf, signatureTextsOf, type Piece, type Signature } from '@heart-survey/shared/signature';
import { scriptTextsOf } from '@heart-survey/shared/scripts';
import { fill } from '@heart-survey/shared/text';
import { html, raw } from 'hono/html';
import { page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';
import { bar, footer, languageLinks, ownerOfAll, type Languages } from '../survey/survey.ts';
import type { Agency, Region } from '../org/org.ts';
import { scriptsSection } from './scripts.ts';
import { sketch } from './sketches.ts';

export interface SignaturePage {
  text: Catalog;
  languages: Languages;
  agency: Agency;
  /** The regions to choose from, at least one. */
  regions: Region[];
  region: Region;
  /** The language of the survey, which can differ from the page's. */
  language: Catalog;
  /** The signature shown before anything is typed. */
  signature: Signature;
  baseUrl: string;
  /** The script's address. */
  script: string;
}

export function signaturePage(made: SignaturePage): Markup {
  const { text, languages, agency, region, language, script } = made;
  const say = text.signature;
  const address = (tag: string) => `/signature?lang=${tag}&region=${region.slug}&in=${language.tag}`;
  return page({
    text,
    title: say.title,
    style: styles.technical,
    bar: bar(ownerOfAll(agency, text, languages), languageLinks(text, languages, address)),
    main: html`<h1>${say.title}</h1>
      <p class="lead">${say.lead}</p>
      ${form(made)}
      <section aria-labelledby="preview">
        <h2 id="preview">${say.previewTitle}</h2>
        <p data-without-script>${say.noScript}</p>
        <div id="signature" class="signature-block">${shown(signatureOf(made.signature))}</div>
        <p class="copies" data-needs-script hidden>
          <button type="button" data-copy="rich">${say.copyRich}</button>
          <button type="button" class="copy" data-copy="html">${say.copyHtml}</button>
          <button type="button" class="copy" data-copy="text">${say.copyText}</button>
          <span role="status"></span>
        </p>
      </section>
      <section aria-labelledby="steps">
        <h2 id="steps">${say.stepsTitle}</h2>
        ${mailPrograms.map((program) => stepsOf(text, program))}
      </section>
      ${scriptsSection(text, language)}
      <script type="application/json" id="signature-data">
        ${raw(JSON.stringify(dataOf(made)).replaceAll('<', String.raw`\u003c`))}
      </script>
      <script type="module" src="${script}"></script>`,
    footer: footer(text),
  });
}

/** Only the region and the language have names, so nothing else can be sent. */
function form(made: SignaturePage): Markup {
  const { text, languages, regions, region, language } = made;
  const say = text.signature;
  const own = languages.offered[0]!;
  const regionOption = ({ slug, name }: Region) =>
    slug === region.slug
      ? html`<option value="${slug}" lang="${own.tag}" dir="${own.direction}" selected>${name}</option>`
      : html`<option value="${slug}" lang="${own.tag}" dir="${own.direction}">${name}</option>`;
  const languageOption = ({ tag, name, direction }: Catalog) =>
    tag === language.tag
      ? html`<option value="${tag}" lang="${tag}" dir="${direction}" selected>${name}</option>`
      : html`<option value="${tag}" lang="${tag}" dir="${direction}">${name}</option>`;
  return html`<form class="signature choose" action="/signature" autocomplete="on">
    <input type="hidden" name="lang" value="${text.tag}" />
    ${typed('name', say.name, 'name', say.yourName)} ${typed('role', say.role, 'organization-title', say.yourRole)}
    <p data-needs-script hidden>
      <label for="office">${say.office}</label>
      <input id="office" autocomplete="organization" value="${region.department.name}" dir="auto" />
    </p>
    ${typed('phone', say.phone, 'work tel', say.yourPhone)}
    <p>
      <label for="region">${say.region}</label>
      <select id="region" name="region">
        ${regions.map(regionOption)}
      </select>
    </p>
    <p>
      <label for="language">${say.language}</label>
      <select id="language" name="in">
        ${languages.offered.map(languageOption)}
      </select>
    </p>
    <div class="option" data-needs-script hidden>
      <input type="checkbox" id="numbers" aria-describedby="numbers-hint" />
      <label for="numbers">${say.numbers}</label>
      <p id="numbers-hint">${say.numbersHint}</p>
    </div>
    <button type="submit" data-without-script>${say.show}</button>
  </form>`;
}

function typed(id: string, label: string, autocomplete: string, sample: string): Markup {
  return html`<p data-needs-script hidden>
    <label for="${id}">${label}</label>
    <input id="${id}" autocomplete="${autocomplete}" data-sample="${sample}" dir="auto" />
  </p>`;
}

/** The signature in the page. The page's policy allows no inline styles, so its stylesheet styles the signature. */
function shown(piece: Piece): Markup | string {
  if (typeof piece === 'string') return piece;
  const { tag, attributes, inside } = piece;
  const written = Object.entries(attributes).map(([name, value]) => html` ${raw(name)}="${value}"`);
  return html`<${raw(tag)}${written}>${inside.map(shown)}</${raw(tag)}>`;
}

function stepsOf({ signature }: Catalog, program: MailProgram): Markup {
  const name = signature.programs[program];
  return html`<section class="program">
    <h3>${name}</h3>
    ${sketch(program, fill(signature.picture, { program: name }))}
    <ol>
      ${signature.steps[program].map((step) => html`<li>${step}</li>`)}
    </ol>
  </section>`;
}

function dataOf({ text, languages, regions, baseUrl }: SignaturePage) {
  return {
    baseUrl,
    regions: Object.fromEntries(
      regions.map(({ slug, name, department }) => [slug, { name, department: department.name }]),
    ),
    languages: Object.fromEntries(
      languages.offered.map((catalog) => [catalog.tag, { ...signatureTextsOf(catalog), ...scriptTextsOf(catalog) }]),
    ),
    copied: text.signature.copied,
    copyByHand: text.signature.copyByHand,
  };
}
