import { escapeHtml } from '@heart-survey/shared/text';
import { surveyLink } from '@heart-survey/shared/survey-link';
import type { Region } from '../org/org.ts';
import type { WidgetBuild } from './widget-builds.ts';

// The code that a webmaster copies. It does not depend on the request, because it stays in pages for years.

export const displays = ['inline', 'dialog'] as const;
export const addresses = ['pinned', 'newest'] as const;

/** Which survey, how it is displayed, and which build of the element displays it. */
export interface Choice {
  region: Pick<Region, 'slug' | 'name'>;
  display: (typeof displays)[number];
  address: (typeof addresses)[number];
  /** The code of the customer group that the page is for, if it is for one only. */
  group?: string | undefined;
}

/** The element's height in em: on the narrowest phone, in a column from `wideFrom` on, and as a button. */
const reservedSpace = { narrow: 198, wide: 126, button: 3 };

/** From this window width in em, the points of a statement are side by side. */
const wideFrom = 47;

/** The survey page's height in pixels at which nothing scrolls. */
const frameHeight = 2250;

export interface Tag extends Choice {
  /** Comes before each address: the collector's origin, or nothing on the collector's own page. */
  origin: string;
  build: WidgetBuild;
  /** The text of the link inside the tag. */
  link: string;
  /** The tags of the languages to choose from. With only one, there is no menu. */
  languages: string[];
  /** Where answers go, if not to the script's origin. */
  endpoint?: string;
}

/** The script of an element, pinned to a build or always the latest. @param origin comes before the address. */
export function scriptSnippet(origin: string, build: WidgetBuild, address: (typeof addresses)[number]): string {
  if (address === 'newest') return `<script type="module" src="${escapeHtml(origin + build.newestPath)}"></script>`;
  return [
    '<script',
    '  type="module"',
    `  src="${escapeHtml(origin + build.path)}"`,
    `  integrity="${build.integrity}"`,
    '  crossorigin="anonymous"',
    '></script>',
  ].join('\n');
}

/** The script and the tag, as HTML. */
export function tagSnippet({ origin, build, link, languages, endpoint, region, group, display, address }: Tag): string {
  const attributes = [
    `region="${escapeHtml(region.slug)}"`,
    `region-name="${escapeHtml(region.name)}"`,
    ...(group === undefined ? [] : [`group="${escapeHtml(group)}"`]),
    ...(display === 'dialog' ? ['display="dialog"'] : []),
    ...(languages.length > 1 ? [`languages="${escapeHtml(languages.join(' '))}"`] : []),
    ...(endpoint === undefined ? [] : [`endpoint="${escapeHtml(endpoint)}"`]),
  ];
  return [
    scriptSnippet(origin, build, address),
    '',
    `<heart-survey ${attributes.join(' ')}>`,
    `  <a href="${escapeHtml(surveyLink(origin, region.slug, { group }))}">${escapeHtml(link)}</a>`,
    '</heart-survey>',
  ].join('\n');
}

/** The rule that reserves space for the element, so that nothing moves when it loads. The README shows the same rule. */
export function spaceSnippet(display: Choice['display']): string {
  const { narrow, wide, button } = reservedSpace;
  if (display === 'dialog') return `heart-survey {\n  display: block;\n  min-block-size: ${room(button)};\n}`;
  return `heart-survey:not([settled]) {
  display: block;
  min-block-size: ${room(narrow)};
}

@media (min-width: ${wideFrom}em) {
  heart-survey:not([settled]) {
    min-block-size: ${room(wide)};
  }
}`;
}

/** An element's text grows with the page's text, and is never smaller than the browser default of 16 pixels. */
export function room(em: number): string {
  return `max(${em}em, ${16 * em}px)`;
}

/** What a page's Content-Security-Policy must allow. */
export function policySnippet(collector: string): string {
  return `script-src ${collector};\nconnect-src ${collector};`;
}

/** For pages that list Trusted Types policies. The build gives the element's policy its name (docs/design.md §5). */
export function trustedTypesSnippet({ element }: WidgetBuild): string {
  return `trusted-types ${element};`;
}

/** How a page applies its own colors and fonts to the element. */
export const themeSnippet = `heart-survey {
  --heart-accent: #6b2c91;
  --heart-font: Georgia, serif;
}

heart-survey::part(send) {
  border-radius: 2rem;
}`;

/** The survey page in a frame. */
export function frameSnippet(collector: string, { region, group }: Choice, title: string): string {
  const src = surveyLink(collector, region.slug, { channel: 'embed', group });
  return `<iframe src="${escapeHtml(src)}" title="${escapeHtml(title)}" width="100%" height="${frameHeight}"></iframe>`;
}
