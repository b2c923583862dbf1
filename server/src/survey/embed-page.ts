import { en } from '@heart-survey/shared/languages/en';
import { fill } from '@heart-survey/shared/text';
import { html, raw } from 'hono/html';
import { messagePage, page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';
import type { Region } from '../org/org.ts';
import {
  addresses,
  displays,
  frameSnippet,
  policySnippet,
  spaceSnippet,
  tagSnippet,
  themeSnippet,
  trustedTypesSnippet,
  type Choice,
} from './embed-snippets.ts';
import { embedTexts as text } from './embed-texts.ts';
import type { WidgetBuild } from './widget-builds.ts';

export interface EmbedPage {
  /** Where customers reach the collector, without a slash at the end. */
  baseUrl: string;
  build: WidgetBuild;
  /** Those to choose from, at least one. */
  regions: Region[];
  choice: Choice;
  /** Tags of the languages that are offered. */
  languages: string[];
  /** Origins that may frame the survey's own page. */
  frameAncestors: string[];
  /** Where the preview sends answers to: a path of the collector. */
  rehearsal: string;
  /** The address of the script behind the buttons that copy. */
  copyScript: string;
}

/** How to put the survey into a page, for whoever looks after that page. */
export function embedPage(embed: EmbedPage): Markup {
  const { baseUrl, build, choice, languages, rehearsal, copyScript } = embed;
  const tag = { ...choice, build, languages, origin: baseUrl, link: en.title };
  const preview = { ...tag, origin: '', endpoint: rehearsal };
  return page({
    text: en,
    title: text.title,
    style: styles.technical,
    main: html`<h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      ${form(embed)}
      <section aria-labelledby="tag">
        <h2 id="tag">${text.tagTitle}</h2>
        <p>${text.tag}</p>
        ${code('tag-code', tagSnippet(tag), text.copyTag)}
        <p><a href="#preview">${text.tryTag}</a></p>
      </section>
      <section aria-labelledby="space">
        <h2 id="space">${text.spaceTitle}</h2>
        <p>${text.space} ${choice.display === 'inline' ? text.spaceNumbers : ''}</p>
        ${code('space-code', spaceSnippet(choice.display), text.copySpace)}
      </section>
      ${policy(baseUrl)}
      <section aria-labelledby="theme">
        <h2 id="theme">${text.themeTitle}</h2>
        <p>${text.theme}</p>
        ${code('theme-code', themeSnippet)}
      </section>
      ${frame(embed)}
      <section class="preview" aria-labelledby="preview">
        <h2 id="preview">${text.previewTitle}</h2>
        <p><strong>${text.preview}</strong></p>
        <p class="quiet">${text.previewLink}</p>
        ${raw(tagSnippet(preview))}
      </section>
      <script type="module" src="${copyScript}"></script>`,
  });
}

/** Where there is no survey to put into a page. */
export function noSurveyPage(): Markup {
  return messagePage(en, text.title, text.noSurvey);
}

/** Chooses by a plain GET, so that each choice has an address of its own. */
function form({ regions, choice }: EmbedPage): Markup {
  return html`<form class="choose" action="/embed#tag">
    <p>
      <label for="region">${text.region}</label>
      <select id="region" name="region">
        ${regions.map(({ slug, name }) =>
          slug === choice.region.slug
            ? html`<option value="${slug}" selected>${name}</option>`
            : html`<option value="${slug}">${name}</option>`,
        )}
      </select>
    </p>
    <fieldset>
      <legend>${text.display}</legend>
      ${displays.map((value) => radio('display', value, text.displays[value], value === choice.display))}
    </fieldset>
    <fieldset>
      <legend>${text.address}</legend>
      ${addresses.map((value) => radio('address', value, text.addresses[value], value === choice.address))}
    </fieldset>
    <button type="submit">${text.show}</button>
  </form>`;
}

function radio(name: string, value: string, [label, hint]: readonly [string, string], isChosen: boolean): Markup {
  const id = `${name}-${value}`;
  const input = isChosen
    ? html`<input type="radio" id="${id}" name="${name}" value="${value}" aria-describedby="${id}-hint" checked />`
    : html`<input type="radio" id="${id}" name="${name}" value="${value}" aria-describedby="${id}-hint" />`;
  return html`<div class="option">
    ${input}<label for="${id}">${label}</label>
    <p id="${id}-hint">${hint}</p>
  </div>`;
}

function policy(baseUrl: string): Markup {
  return html`<section aria-labelledby="policy">
    <h2 id="policy">${text.policyTitle}</h2>
    <p>${prose(text.policy)}</p>
    ${code('policy-code', policySnippet(baseUrl), text.copyPolicy)}
    <p>${prose(text.trustedTypes)}</p>
    ${code('trusted-types-code', trustedTypesSnippet)}
  </section>`;
}

function frame({ baseUrl, choice, frameAncestors }: EmbedPage): Markup {
  const origins = frameAncestors.map((origin) => `\`${origin}\``).join(', ');
  return html`<section aria-labelledby="frame">
    <h2 id="frame">${text.frameTitle}</h2>
    <p>
      ${prose(text.frame)}
      ${frameAncestors.length === 0 ? text.framedByNobody : prose(fill(text.framedBy, { origins }))}
    </p>
    ${code('frame-code', frameSnippet(baseUrl, choice.region, text.frameLabel), text.copyFrame)}
  </section>`;
}

/** A block to copy by hand; a button that copies it shows where the script runs that makes it work. */
function code(id: string, content: string, copy?: string): Markup {
  const button = html`<p>
    <button type="button" class="copy" data-copies="${id}" data-says="${text.copied}" hidden>${copy}</button>
    <span role="status"></span>
  </p>`;
  return html`<div class="code">
    <pre><code id="${id}">${content}</code></pre>
    ${copy === undefined ? '' : button}
  </div>`;
}

/** A sentence, with what stands between backticks as code. */
function prose(sentence: string): Markup[] {
  return sentence.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
