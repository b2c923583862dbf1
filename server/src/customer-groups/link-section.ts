import { surveyLink } from '@heart-survey/shared/survey-link';
import { html } from 'hono/html';
import type { CustomerGroup, Department, Region } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';

interface LinkSection {
  department: Pick<Department, 'asksGroup'>;
  /** A region whose survey is open. */
  region: Region | undefined;
  baseUrl: string;
}

/** How a link or a tag carries a group. Nothing without a group or an open survey. */
export function linkSection(
  { department, region, baseUrl }: LinkSection,
  group: CustomerGroup | undefined,
): Markup | '' {
  if (group === undefined || region === undefined) return '';
  const effect =
    department.asksGroup === 1
      ? 'The survey then selects this group, and the customer can change it. At a kiosk, it does not ask.'
      : 'The survey does not ask. The answers count for this group.';
  return html`<h2>Links for a group</h2>
    <p>If a link or a web page is for one group only, add its code. ${effect}</p>
    <p>
      Link, for example for ${region.name}:
      <code class="secret">${surveyLink(baseUrl, region.slug, { group: group.code })}</code>
    </p>
    <p>Tag in a web page: <code>group="${group.code}"</code></p>`;
}
