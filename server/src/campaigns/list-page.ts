import { grouped } from '@heart-survey/shared/counts';
import { html } from 'hono/html';
import { departmentLinks, noRegionsNote, type PageContent } from '../console/console.ts';
import type { Department, Region } from '../org/org.ts';
import type { Markup } from '../pages/page.ts';
import { countInWords, type CountShown } from './counts.ts';
import { campaignPath, campaignsPath } from './paths.ts';
import type { Campaign } from './queries.ts';
import { stateOf } from './state.ts';
import { templates } from './templates.ts';
import { campaignsLabel, daysInWords, placeInWords, stateWords } from './words.ts';

interface ListPage {
  department: Department;
  /** Those whose campaigns the reader may see, this one among them. */
  departments: Department[];
  regions: Region[];
  /** Those that end last first. */
  campaigns: Campaign[];
  /** The number of responses by the campaign's id, if the reader may see all of that campaign. */
  counts: ReadonlyMap<number, CountShown>;
  /** In the department's zone. */
  today: string;
}

/** A department's campaigns. */
export function listPage(page: ListPage): PageContent {
  const { department, departments, regions, campaigns } = page;
  const proposing = `${campaignsPath(department)}/new`;
  return {
    title: campaignsLabel,
    sub: html`${department.name} · Survey some of your customers for a limited time, with a separate link and poster`,
    current: campaignsLabel,
    main: [
      departmentLinks(departments, department, campaignsPath),
      regions.length === 0
        ? noRegionsNote(department, 'campaigns')
        : html`<p class="actions"><a class="button" href="${proposing}">Propose a campaign</a></p>
            <h2>Templates for internal customers</h2>
            <ul class="plain">
              ${templates.map(
                ({ id, name, purpose }) =>
                  html`<li><a href="${proposing}?template=${id}">${name}</a><small>${purpose}</small></li>`,
              )}
            </ul>
            <h2>All campaigns</h2>`,
      campaigns.length === 0
        ? html`<p class="empty">
            No campaigns yet. Responses to a campaign count in their region’s average, like any other.
          </p>`
        : table(page),
    ],
  };
}

function table({ department, regions, campaigns, counts, today }: ListPage): Markup {
  const row = (campaign: Campaign) =>
    html`<tr>
      <th scope="row">
        <a href="${campaignPath(department, campaign)}">${campaign.name}</a>
        <small>${placeInWords(campaign, regions)}</small>
      </th>
      <td>${stateWords[stateOf(campaign, today)]}</td>
      <td>${daysInWords(campaign)}</td>
      <td>${responses(campaign, counts)}</td>
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Campaigns">
    <table class="campaigns">
      <caption class="vh">
        Campaigns, those that end last first
      </caption>
      <thead>
        <tr>
          <th scope="col">Campaign</th>
          <th scope="col">Status</th>
          <th scope="col">Dates</th>
          <th scope="col">Responses</th>
        </tr>
      </thead>
      <tbody>
        ${campaigns.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** Such as `42 of 100`. */
function responses({ id, goal, stage }: Campaign, counts: ReadonlyMap<number, CountShown>): string {
  const count = counts.get(id);
  if (count === undefined || stage === 'proposed' || stage === 'declined') return '–';
  return goal === null ? countInWords(count) : `${countInWords(count)} of ${grouped(goal)}`;
}
