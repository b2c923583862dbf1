import { grouped } from '@heart-survey/shared/counts';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { channelInWords } from '../survey/survey.ts';
import type { QuarterRecord, StoredOrigin } from '../figures/figures.ts';

/**
 * The channels and languages of the responses, shown only inside the department: a language that few people use could
 * reveal who they are (docs/design.md §3.10).
 */
export function mixSection(regions: QuarterRecord['regions']): Markup | '' {
  const all = regions.reduce((sum, { responses }) => sum + responses, 0);
  if (all === 0) return '';
  const origins = regions.flatMap(({ origins }) => origins ?? []);
  const isKept = regions.every(({ origins }) => origins !== undefined);
  const name = (tag: string): Markup | string => {
    const language = Object.hasOwn(catalogs, tag) ? catalogs[tag] : undefined;
    return language
      ? html`<bdi lang="${language.tag}">${language.name}</bdi> <span class="quiet">${tag}</span>`
      : 'Unknown';
  };
  return html`<h2>Where responses came from</h2>
    ${
      isKept
        ? html`<div class="columns">
            ${counted('Channel', sums(origins, 0), (channel) => channelInWords(channel) ?? 'Unknown', all)}
            ${counted('Language', sums(origins, 1), name, all)}
          </div>`
        : html`<p class="quiet">Channels and languages were not being recorded yet when this quarter closed.</p>`
    }`;
}

/** @param by the index of the channel or of the language in each origin. */
function sums(origins: StoredOrigin[], by: 0 | 1): [string, number][] {
  const sum = new Map<string, number>();
  for (const origin of origins) sum.set(origin[by], (sum.get(origin[by]) ?? 0) + origin[2]);
  return [...sum].toSorted(([, a], [, b]) => b - a);
}

function counted(
  what: string,
  rows: [string, number][],
  name: (value: string) => Markup | string,
  all: number,
): Markup {
  return html`<table>
    <caption class="vh">
      Responses by ${what.toLowerCase()}
    </caption>
    <thead>
      <tr>
        <th scope="col">${what}</th>
        <th scope="col" class="number">Responses</th>
        <th scope="col" class="number">Share</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([value, responses]) =>
          html`<tr>
            <th scope="row">${name(value)}</th>
            <td class="number">${grouped(responses)}</td>
            <td class="number">${Math.floor((100 * responses) / all)}%</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
