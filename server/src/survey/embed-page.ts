import { en } from '@heart-survey/shared/languages/en';
import { fill } from '@heart-survey/shared/text';
import { html, raw } from 'hono/html';
import { messagePage, page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';
import { groupName, type CustomerGroup, type Region } from '../org/org.ts';
import { code, list, policy, prose, radio } from './embed-parts.ts';
import {
  addresses,
  displays,
  frameSnippet,
  spaceSnippet,
  tagSnippet,
  themeSnippet,
  type Choice,
} from './embed-snippets.ts';
import { embedTexts as text } from './embed-texts.ts';
import type { WidgetBuild } from './widget-builds.ts';

export interface EmbedPage {
  /** The collector's public address, without a slash at the end. */
  baseUrl: string;
  build: WidgetBuild;
  /** The regions to choose from, at least one. */
  regions: Region[];
  /** The customer groups of the chosen region's department. */
  groups: CustomerGroup[];
  choice: Choice;
  /** The tags of the offered languages. */
  languages: string[];
  /** The origins that may frame the survey page. */
  frameAncestors: string[];
  /** Where the preview sends answers: a path on the collector. */
  rehearsal: string;
  /** The address of the script for the copy buttons. */
  copyScript: string;
}

/** Explains to a webmaster how to add the survey to a page. */
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
      <p><a href="/embed/results">${text.results}</a></p>
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
      ${policy(baseUrl, build)}
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

/** Shown when no survey is open. */
export function noSurveyPage(): Markup {
  return messagePage(en, text.title, text.noSurvey);
}

/** A plain GET form, so that each choice has its own address. */
function form({ regions, groups, choice }: EmbedPage): Markup {
  return html`<form class="choose" action="/embed#tag">
    ${list(
      'region',
      text.region,
      choice.region.slug,
      regions.map(({ slug, name }) => [slug, name]),
    )}
    ${groups.length === 0 ? '' : groupList(groups, choice.group)}
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

function groupList(groups: CustomerGroup[], chosen = ''): Markup {
  const options = groups.map(({ code, names }) => [code, groupName(names, en.tag).name] as const);
  return list('group', text.group, chosen, [['', text.allGroups], ...options], text.groupHint);
}

function frame({ baseUrl, choice, frameAncestors }: EmbedPage): Markup {
  const origins = frameAncestors.map((origin) => `\`${origin}\``).join(', ');
  return html`<section aria-labelledby="frame">
    <h2 id="frame">${text.frameTitle}</h2>
    <p>
      ${prose(text.frame)}
      ${frameAncestors.length === 0 ? text.framedByNobody : prose(fill(text.framedBy, { origins }))}
    </p>
    ${code('frame-code', frameSnippet(baseUrl, choice, text.frameLabel), text.copyFrame)}
  </section>`;
}
