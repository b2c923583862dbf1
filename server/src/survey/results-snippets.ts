import { escapeHtml } from '@heart-survey/shared/text';
import { room, scriptSnippet, type addresses } from './embed-snippets.ts';
import type { WidgetBuild } from './widget-builds.ts';

// The code that a webmaster copies to show published results.

/** Which results, and which build of the element shows them. */
export interface ResultsChoice {
  department: { slug: string; name: string };
  /** The last quarter to show, named by its first month; undefined for the latest one. */
  quarter: string | undefined;
  address: (typeof addresses)[number];
}

export interface ResultsTag extends ResultsChoice {
  /** Comes before each address: the collector's origin, or nothing on the collector's own page. */
  origin: string;
  build: WidgetBuild;
  /** The text of the link inside the tag. */
  link: string;
}

/** The script and the tag, as HTML. */
export function resultsTagSnippet({ origin, build, link, department, quarter, address }: ResultsTag): string {
  const path = `/results/${encodeURIComponent(department.slug)}${quarter === undefined ? '' : `/${quarter}`}`;
  const fixed = quarter === undefined ? '' : ` quarter="${escapeHtml(quarter)}"`;
  return [
    scriptSnippet(origin, build, address),
    '',
    `<heart-results department="${escapeHtml(department.slug)}"${fixed}>`,
    `  <a href="${escapeHtml(origin + path)}">${escapeHtml(link)}</a>`,
    '</heart-results>',
  ].join('\n');
}

/** The element's height in em with a closed table: on the narrowest phone, and in a column from `wideFrom` on. */
const reservedSpace = { narrow: 35, wide: 28 };

/** From this window width in em, the sentence and the legend take fewer lines. */
const wideFrom = 47;

/** The rule that reserves space for the element, so that nothing moves when it loads. docs/webmaster.md shows the same. */
export const resultsSpaceSnippet = `heart-results:not([settled]) {
  display: block;
  min-block-size: ${room(reservedSpace.narrow)};
}

@media (min-width: ${wideFrom}em) {
  heart-results:not([settled]) {
    min-block-size: ${room(reservedSpace.wide)};
  }
}`;

/** How a page applies its own colors and fonts to the element. */
export const resultsThemeSnippet = `heart-results {
  --heart-accent: #6b2c91;
  --heart-wash: transparent;
}

heart-results::part(sentence) {
  font-weight: 400;
}`;
