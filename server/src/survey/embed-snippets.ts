import { escapeHtml } from '@heart-survey/shared/text';
import { surveyLink, surveyPath } from '@heart-survey/shared/survey-link';
import type { Region } from '../org/org.ts';
import { newestPath, type WidgetBuild } from './widget-builds.ts';

// What a webmaster copies, as text. Nothing in it depends on the request: it stands in pages for years.

export const displays = ['inline', 'dialog'] as const;
export const addresses = ['pinned', 'newest'] as const;

/** Which survey, how it is shown, and which build of the element shows it. */
export interface Choice {
  region: Pick<Region, 'slug' | 'name'>;
  display: (typeof displays)[number];
  address: (typeof addresses)[number];
}

/** How high the element is once it stands, in em: on the narrowest phone, in a column from `wideFrom` on, and as a button. */
const reservedSpace = { narrow: 198, wide: 126, button: 3 };

/** From this width of the window on, in em, the points of a statement stand beside each other. */
const wideFrom = 47;

/** How high the survey's own page is beside which nothing scrolls, in pixels. */
const frameHeight = 2250;

export interface Tag extends Choice {
  /** Before each address: the collector's origin, or nothing in a page of its own. */
  origin: string;
  build: WidgetBuild;
  /** What the link inside the tag says. */
  link: string;
  /** Tags of the languages to choose from; of one there is no choice. */
  languages: string[];
  /** Where the answers go, if not to the script's own origin. */
  endpoint?: string;
}

/** The script and the tag, as HTML. */
export function tagSnippet({ origin, build, link, languages, endpoint, region, display, address }: Tag): string {
  const script =
    address === 'newest'
      ? [`<script type="module" src="${escapeHtml(origin + newestPath)}"></script>`]
      : [
          '<script',
          '  type="module"',
          `  src="${escapeHtml(origin + build.path)}"`,
          `  integrity="${build.integrity}"`,
          '  crossorigin="anonymous"',
          '></script>',
        ];
  const attributes = [
    `region="${escapeHtml(region.slug)}"`,
    `region-name="${escapeHtml(region.name)}"`,
    ...(display === 'dialog' ? ['display="dialog"'] : []),
    ...(languages.length > 1 ? [`languages="${escapeHtml(languages.join(' '))}"`] : []),
    ...(endpoint === undefined ? [] : [`endpoint="${escapeHtml(endpoint)}"`]),
  ];
  return [
    ...script,
    '',
    `<heart-survey ${attributes.join(' ')}>`,
    `  <a href="${escapeHtml(origin + surveyPath(region.slug))}">${escapeHtml(link)}</a>`,
    '</heart-survey>',
  ].join('\n');
}

/** The rule that keeps the element's place free until it stands, so that nothing moves. The README shows the same. */
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

/** The survey's letters grow with the page's, and are never smaller than a browser's own of 16 pixels. */
function room(em: number): string {
  return `max(${em}em, ${16 * em}px)`;
}

/** What a page's Content-Security-Policy has to allow. */
export function policySnippet(collector: string): string {
  return `script-src ${collector};\nconnect-src ${collector};`;
}

/** For policies that list the names of those who may make HTML; the build gives the element's the name (docs/design.md §5). */
export const trustedTypesSnippet = 'trusted-types heart-survey;';

/** How a page gives the element its own colours and letters. */
export const themeSnippet = `heart-survey {
  --heart-accent: #6b2c91;
  --heart-font: Georgia, serif;
}

heart-survey::part(send) {
  border-radius: 2rem;
}`;

/** The survey's own page in a frame. */
export function frameSnippet(collector: string, { slug }: Choice['region'], title: string): string {
  const src = surveyLink(collector, slug, { channel: 'embed' });
  return `<iframe src="${escapeHtml(src)}" title="${escapeHtml(title)}" width="100%" height="${frameHeight}"></iframe>`;
}
