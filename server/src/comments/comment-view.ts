import { dayInWords } from '@heart-survey/shared/dates';
import { items, type Item } from '@heart-survey/shared/items';
import { en } from '@heart-survey/shared/languages/en';
import { catalogs, isLanguage } from '@heart-survey/shared/languages/languages';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { channelInWords } from '../survey/survey.ts';
import type { Mark } from './queries.ts';
import type { Comment } from './reading.ts';

const englishNames = new Intl.DisplayNames(['en-US'], { type: 'language' });

/** A language in English, such as `Spanish`. */
export function languageName(tag: string): string {
  return englishNames.of(tag) ?? tag;
}

/** Where it came from, and how: what stands below a comment's date. */
export function origin({ region, language, channel }: Pick<Comment, 'region' | 'language' | 'channel'>): string {
  const spoken = language === null ? 'language not known' : `in ${languageName(language)}`;
  return [region.name, spoken, channelInWords(channel)].filter((part) => part !== undefined).join(' · ');
}

/** What the customer wrote, in its language, so that it is spoken and set rightly. */
export function quote(text: string, language: string | null): Markup {
  if (!isLanguage(language)) return html`<blockquote dir="auto">${text}</blockquote>`;
  return html`<blockquote lang="${language}" dir="${catalogs[language]!.direction}">${text}</blockquote>`;
}

export function ratingList(ratings: Record<Item, number | null>): Markup {
  return html`<dl class="ratings" aria-label="Ratings, from 1 to 5">
    ${items.map(
      (item) =>
        html`<div>
          <dt>${en.items[item].word}</dt>
          <dd>${ratings[item] ?? html`<span class="quiet">not rated</span>`}</dd>
        </div>`,
    )}
  </dl>`;
}

/** What is to be known of a comment before it is read. */
export function notes(comment: Comment): Markup {
  const { region, isMasked, employee, hidden, flagged } = comment;
  const marked = (mark: Mark) => `${mark.by}, ${dayInWords(mark.markedAt, region.department.zone)}: ${mark.reason}`;
  return html`${employee === null ? '' : html`<p class="note">From the link of ${employee}.</p>`}
  ${isMasked ? html`<p class="note"><b>May hold personal data: masked.</b></p>` : ''}
  ${flagged ? html`<p class="note flagged"><b>Flagged for danger or abuse.</b> ${marked(flagged)}</p>` : ''}
  ${hidden ? html`<p class="note"><b>Hidden.</b> ${marked(hidden)}</p>` : ''}`;
}
