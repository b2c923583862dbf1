import { dayInWords, timeInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import type { PublicationEvent } from './events.ts';
import { hasNewer, publishedIn, type PublishingState } from './state.ts';

/** Whether the public sees the quarter, and whether something newer waits to be published. */
export function stateInWords(state: PublishingState): string {
  const { department, events, isCurrent } = state;
  const last = events.at(-1);
  const published = publishedIn(state);
  if (published !== undefined) {
    const day = dayInWords(published.at, department.zone);
    if (hasNewer(state)) return `Version ${published.version} published on ${day}. A newer version was submitted.`;
    return isCurrent
      ? `Published on ${day}`
      : `Published on ${day}. The quarter was restated after that and has not been submitted again.`;
  }
  return last === undefined ? 'Not published' : `Withdrawn on ${dayInWords(last.at, department.zone)}`;
}

/** What happened so far, the first step first. */
export function historySection({ events, department }: PublishingState): Markup {
  if (events.length === 0) return html`<p class="empty">This quarter has never been published.</p>`;
  return html`<ol class="notes">
    ${events.map((event) => entry(event, department.zone))}
  </ol>`;
}

function entry({ kind, by, at, version, reason }: PublicationEvent, zone: string): Markup {
  const what = kind === 'published' ? 'published the quarter' : 'withdrew the quarter';
  return html`<li>
    <p>${by} ${what}.<small>${timeInWords(at, zone)}, version ${version}</small></p>
    ${reason === null ? '' : html`<p class="written">${reason}</p>`}
  </li>`;
}
