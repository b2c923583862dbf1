import { en } from '@heart-survey/shared/languages/en';
import { fill } from '@heart-survey/shared/text';
import { html, raw } from 'hono/html';
import { messagePage, page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';
import { code, list, policy, radio } from './embed-parts.ts';
import { addresses } from './embed-snippets.ts';
import { embedTexts } from './embed-texts.ts';
import { embedResultsTexts as text } from './embed-results-texts.ts';
import { resultsSpaceSnippet, resultsTagSnippet, resultsThemeSnippet, type ResultsChoice } from './results-snippets.ts';
import type { WidgetBuild } from './widget-builds.ts';

/** A department to choose, with the quarters that it published, oldest first. */
export interface Publisher {
  department: ResultsChoice['department'];
  quarters: { quarter: { id: string; label: string } }[];
}

export interface EmbedResultsPage {
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
  build: WidgetBuild;
  publishers: Publisher[];
  /** The chosen department. */
  publisher: Publisher;
  choice: ResultsChoice;
  /** The address of the script for the copy buttons. */
  copyScript: string;
}

/** Explains to a webmaster how to add published results to a page. */
export function embedResultsPage(embed: EmbedResultsPage): Markup {
  const { baseUrl, build, publisher, choice, copyScript } = embed;
  const { name } = publisher.department;
  const tag = { ...choice, build, origin: baseUrl, link: fill(text.link, { department: name }) };
  return page({
    text: en,
    title: text.title,
    style: styles.technical,
    main: html`<h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      <p><a href="/embed">${text.survey}</a></p>
      ${form(embed)}
      <section aria-labelledby="tag">
        <h2 id="tag">${embedTexts.tagTitle}</h2>
        <p>${text.tag}</p>
        ${code('tag-code', resultsTagSnippet(tag), embedTexts.copyTag)}
        <p>${text.languages}</p>
        <p><a href="#preview">${embedTexts.tryTag}</a></p>
      </section>
      <section aria-labelledby="space">
        <h2 id="space">${embedTexts.spaceTitle}</h2>
        <p>${text.space}</p>
        ${code('space-code', resultsSpaceSnippet, embedTexts.copySpace)}
      </section>
      ${policy(baseUrl, build)}
      <section aria-labelledby="theme">
        <h2 id="theme">${embedTexts.themeTitle}</h2>
        <p>${text.theme}</p>
        ${code('theme-code', resultsThemeSnippet)}
      </section>
      <section class="preview" aria-labelledby="preview">
        <h2 id="preview">${embedTexts.previewTitle}</h2>
        <p>${publisher.quarters.length === 0 ? fill(text.unpublished, { department: name }) : text.preview}</p>
        ${raw(resultsTagSnippet({ ...tag, origin: '' }))}
      </section>
      <script type="module" src="${copyScript}"></script>`,
  });
}

/** Shown before the first department exists. */
export function noDepartmentPage(): Markup {
  return messagePage(en, text.title, text.noDepartment);
}

/** A plain GET form, so that each choice has its own address. */
function form({ publishers, publisher, choice }: EmbedResultsPage): Markup {
  const quarters = publisher.quarters.toReversed().map(({ quarter: { id, label } }) => [id, label] as const);
  return html`<form class="choose" action="/embed/results#tag">
    ${list(
      'department',
      text.department,
      publisher.department.slug,
      publishers.map(({ department: { slug, name } }) => [slug, name]),
    )}
    ${list('quarter', text.quarter, choice.quarter ?? '', [['', text.latest], ...quarters], text.quarterHint)}
    <fieldset>
      <legend>${embedTexts.address}</legend>
      ${addresses.map((value) => radio('address', value, embedTexts.addresses[value], value === choice.address))}
    </fieldset>
    <button type="submit">${text.show}</button>
  </form>`;
}
