import { surveyLink } from '@heart-survey/shared/survey-link';
import { html } from 'hono/html';
import type { Region } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import type { Campaign } from './queries.ts';
import type { Seen } from './visit.ts';

/** The campaign's link for a region's survey. @param language its tag; without it, the device decides. */
export function campaignLink(
  baseUrl: string,
  region: Pick<Region, 'slug'>,
  { code }: Pick<Campaign, 'code'>,
  language?: string,
): string {
  return surveyLink(baseUrl, region.slug, { campaign: code, ...(language === undefined ? {} : { language }) });
}

/** What to do first, while people can still be invited by email. */
export const inviteFirst =
  'To invite people by email, send the invitation before you share the link or hang up the poster. Once the campaign has a response, even a test, you can no longer invite anyone.';

interface Links {
  /** The collector's address, without a slash at the end. */
  baseUrl: string;
  /** Whether people can still be invited by email. */
  canInvite: boolean;
}

/** The campaign's link of each region, and a poster with it. */
export function linksSection({ campaign, regions }: Seen, { baseUrl, canInvite }: Links): Markup {
  const row = (region: Region) => {
    const link = campaignLink(baseUrl, region, campaign);
    const poster = `/print/${region.slug}?sheet=poster&campaign=${encodeURIComponent(campaign.code)}`;
    return html`<tr>
      <th scope="row">${region.name}</th>
      <td><a href="${link}">${link}</a></td>
      <td>
        <a href="${poster}">Poster<span class="vh"> for ${region.name}</span></a>
      </td>
    </tr>`;
  };
  if (regions.length === 0) {
    return html`<h2>Link and poster</h2>
      <p>This region’s survey has ended, so there is no link or poster.</p>`;
  }
  return html`<h2>Link and poster</h2>
    ${canInvite ? html`<p class="call">${inviteFirst}</p>` : ''}
    <p>
      Responses through these links count as the campaign’s own from its first day to its last. On other days they are
      stored like responses through any other link. The poster has the link as a QR code.
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Links and posters">
      <table class="campaigns">
        <caption class="vh">
          Links and posters by region
        </caption>
        <thead>
          <tr>
            <th scope="col">Region or program</th>
            <th scope="col">Link</th>
            <th scope="col">Poster</th>
          </tr>
        </thead>
        <tbody>
          ${regions.map(row)}
        </tbody>
      </table>
    </div>`;
}
