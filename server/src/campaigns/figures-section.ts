import { grouped } from '@heart-survey/shared/counts';
import { monthsInWords } from '@heart-survey/shared/dates';
import { lowVolume, type Interval, type Scores } from '@heart-survey/shared/scores';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { intervalInWords, responsesInWords, wordOf } from '../results/results.ts';
import { countInWords, type CountShown } from './counts.ts';
import type { CampaignFigures, ItemFigures } from './figures.ts';
import type { Seen } from './visit.ts';

/** What the answers to a campaign say, for readers inside the department (docs/design.md §3.10). */
export function figuresSection(seen: Seen, figures: CampaignFigures): Markup {
  const { isWhole, campaign } = seen;
  return html`<h2>Responses</h2>
    ${isWhole ? keyFigures(seen, figures) : html`<p>You see the responses from your own regions.</p>`}
    ${
      figures.purged.length === 0
        ? ''
        : html`<p class="call">
            Responses from ${figures.purged.map((id) => monthsInWords({ id })).join(', ')} were deleted for their age.
            They no longer count here.
          </p>`
    }
    ${figures.total.n === 0 && !figures.isWithheld ? '' : ratings(figures, { isWhole, hasRegions: campaign.regionId === null })}
    <p class="quiet">
      These figures are for use inside the department. They are not published, and the executive office does not get
      them. The responses also count in their region’s average, like any other. Excluded responses do not count.
    </p>`;
}

function keyFigures({ campaign: { goal, invited } }: Seen, figures: CampaignFigures): Markup {
  const { total, count, isWithheld } = figures;
  const { responses, isStepped } = count;
  return html`<dl class="figures three">
    <div>
      <dt>Responses</dt>
      <dd>
        ${countInWords(count)}
        <small
          >${goal === null ? 'No goal was set.' : responses < goal ? `The goal is ${grouped(goal)}.` : `The goal of ${grouped(goal)} is reached.`}
          ${isStepped ? steppedNote : ''}</small
        >
      </dd>
    </div>
    <div>
      <dt>Response rate</dt>
      <dd>
        ${rate(count, invited)}
        <small
          >${
            invited === null
              ? 'Not known, because the number of people invited is not known.'
              : `${countInWords(count)} ${responses === 1 ? 'response' : 'responses'} and ${grouped(invited)} ${invited === 1 ? 'person' : 'people'} invited. Answers may include others.`
          }</small
        >
      </dd>
    </div>
    <div>
      <dt>Average</dt>
      <dd>
        ${isWithheld ? '–' : (total.average ?? '–')}
        <small
          >${isWithheld ? withheldNote(figures) : `n ${grouped(total.n)} ratings · ${intervalInWords(total.interval)}`}</small
        >
      </dd>
    </div>
  </dl>`;
}

/** The rate in whole percent, cut; none while it is 0 because of the steps. */
function rate({ responses, isStepped }: CountShown, invited: number | null): string {
  if (invited === null || (isStepped && responses === 0)) return '–';
  return `${Math.floor((100 * responses) / invited)}%${isStepped ? ' or more' : ''}`;
}

const steppedNote = `While the campaign runs, shown in steps of ${lowVolume}, because people were invited by email.`;

const purgedReason = 'because some of the responses were deleted for their age, and people were invited by email.';

const withheldNote = ({ purged }: CampaignFigures) =>
  purged.length > 0
    ? `No longer shown, ${purgedReason}`
    : `Shown once the campaign is over and has ${lowVolume} responses, because people were invited by email.`;

function ratings(figures: CampaignFigures, { isWhole, hasRegions }: { isWhole: boolean; hasRegions: boolean }): Markup {
  if (figures.isWithheld)
    return isWhole
      ? html``
      : figures.purged.length > 0
        ? html`<p>Ratings are no longer shown, ${purgedReason}</p>`
        : html`<p>
            Ratings are shown once the campaign is over and each region with responses has ${lowVolume}, because people
            were invited by email.
          </p>`;
  return html`${itemTable(figures)} ${hasRegions ? regionTable(figures) : ''}`;
}

function itemTable({ items, total }: CampaignFigures): Markup {
  const row = ({ item, n, mean, interval }: ItemFigures) =>
    html`<tr>
      <th scope="row">${wordOf(item)}</th>
      <td class="number">${mean ?? '–'}</td>
      <td class="number">${grouped(n)}</td>
      <td>${intervalCell(interval)}</td>
    </tr>`;
  return html`<h3>By statement</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="Ratings by statement">
      <table>
        <caption>
          From ${responsesInWords(total.responses)}. Means are truncated to two decimal places, not rounded; n is the
          number of ratings.
        </caption>
        <thead>
          <tr>
            <th scope="col">Statement</th>
            <th scope="col" class="number">Mean</th>
            <th scope="col" class="number">n</th>
            <th scope="col">95% confidence interval</th>
          </tr>
        </thead>
        <tbody>
          ${items.map(row)}
        </tbody>
      </table>
    </div>`;
}

function regionTable({ regions, isByRegionWithheld }: CampaignFigures): Markup {
  const row = (name: string, { responses, n, average, interval }: Scores) =>
    html`<tr>
      <th scope="row">${name}</th>
      <td class="number">${grouped(responses)}</td>
      ${
        isByRegionWithheld
          ? html`<td colspan="3">withheld</td>`
          : html`<td class="number">${average ?? '–'}</td>
              <td class="number">${grouped(n)}</td>
              <td>${intervalCell(interval)}</td>`
      }
    </tr>`;
  return html`<h3>By region</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="Responses by region">
      <table>
        <caption>
          Regions with responses, in the order of the directory.
          ${isByRegionWithheld ? `Averages are withheld because people were invited by email and one of them has fewer than ${lowVolume} responses.` : ''}
        </caption>
        <thead>
          <tr>
            <th scope="col">Region or program</th>
            <th scope="col" class="number">Responses</th>
            <th scope="col" class="number">Average</th>
            <th scope="col" class="number">n</th>
            <th scope="col">95% confidence interval</th>
          </tr>
        </thead>
        <tbody>
          ${regions.map(({ region, scores }) => row(region.name, scores))}
        </tbody>
      </table>
    </div>`;
}

const intervalCell = (interval: Interval | null) =>
  interval ? `${interval.low} to ${interval.high}` : 'cannot be estimated';
