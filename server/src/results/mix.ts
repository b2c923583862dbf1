import { catalogues } from '@heart-survey/shared/languages/languages';
import type { Channel } from '@heart-survey/shared/response';
import { html } from 'hono/html';
import type { Markup } from '../http/page.ts';
import { grouped } from './charts.ts';

/** How many responses came by that channel and in that language; an empty text where it was not said. */
export interface Origin {
  channel: string;
  language: string;
  responses: number;
}

const channelWords: Record<Channel, string> = {
  signature: 'E-mail signature',
  embed: 'Page of an agency',
  page: 'Survey page',
  paper: 'Paper',
  kiosk: 'Kiosk',
};

function channelInWords(channel: string): string {
  return Object.hasOwn(channelWords, channel) ? channelWords[channel as Channel] : 'Not said';
}

/** By which ways and in which languages people answered. */
export function mixSection(origins: Origin[]): Markup | '' {
  const all = origins.reduce((sum, { responses }) => sum + responses, 0);
  if (all === 0) return '';
  const name = (tag: string): Markup | string => {
    const language = Object.hasOwn(catalogues, tag) ? catalogues[tag] : undefined;
    return language
      ? html`<bdi lang="${language.tag}">${language.name}</bdi> <span class="quiet">${tag}</span>`
      : 'Not said';
  };
  return html`<h2>Where the answers came from</h2>
    <div class="columns">
      ${counted('Channel', sums(origins, 'channel'), channelInWords, all)}
      ${counted('Language', sums(origins, 'language'), name, all)}
    </div>`;
}

function sums(origins: Origin[], by: 'channel' | 'language'): [string, number][] {
  const sum = new Map<string, number>();
  for (const origin of origins) sum.set(origin[by], (sum.get(origin[by]) ?? 0) + origin.responses);
  return [...sum].filter(([, responses]) => responses > 0).toSorted(([, a], [, b]) => b - a);
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
            <td class="number">${Math.floor((100 * responses) / all)} %</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
