import { dayInWords } from '@heart-survey/shared/dates';
import { items, type Item } from '@heart-survey/shared/items';
import { en } from '@heart-survey/shared/languages/en';
import { catalogs, isLanguage } from '@heart-survey/shared/languages/languages';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { channelInWords } from '../survey/survey.ts';
import type { Mark } from './queries.ts';
import type { Comment } from './reading.ts';

let englishNames: Intl.DisplayNames | undefined;

/** A language in English, such as `Spanish`. */
export function languageName(tag: string): string {
  englishNames ??= new Intl.DisplayNames(['en-US'], { type: 'language' });
  return englishNames.of(tag) ?? tag;
}

/** A comment's region, language and channel, shown below its date. */
export function origin({ region, language, channel }: Pick<Comment, 'region' | 'language' | 'channel'>): string {
  const languageInWords = language === null ? 'language unknown' : `in ${languageName(language)}`;
  return [region.name, languageInWords, channelInWords(channel)].filter((part) => part !== undefined).join(' · ');
}

/** A comment with its language and direction, for screen readers and right-to-left text. */
export function quote(text: string, language: string | null): Markup {
  if (!isLanguage(language)) return html`<blockquote dir="auto">${text}</blockquote>`;
  return html`<blockquote lang="${language}" dir="${catalogs[language]!.direction}">${text}</blockquote>`;
}

/** The rating of each item. */
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

/** Whose link a comment came from: on its own page only, since a list would let anyone count comments by employee. */
export function linkNote({ employee }: Comment): Markup | '' {
  return employee === null ? '' : html`<p class="note">Sent from ${employee}’s survey link.</p>`;
}

/** Whether the writer lets others see it, and whether it is masked, flagged or hidden. */
export function notes(comment: Comment): Markup {
  const { region, isMasked, mayShow, hidden, flagged } = comment;
  const marked = (mark: Mark) => `${mark.by}, ${dayInWords(mark.markedAt, region.department.zone)}: ${mark.reason}`;
  return html`${mayShow === 1 ? html`<p class="note">The customer agreed that others may see this comment.</p>` : ''}
  ${isMasked ? html`<p class="note"><b>Masked: may contain personal information.</b></p>` : ''}
  ${flagged ? html`<p class="note flagged"><b>Flagged for danger or abuse.</b> ${marked(flagged)}</p>` : ''}
  ${hidden ? html`<p class="note"><b>Hidden.</b> ${marked(hidden)}</p>` : ''}`;
}
