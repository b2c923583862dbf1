import { en } from '@heart-survey/shared/languages/en';
import type { HeartLetter } from '@heart-survey/shared/heart';
import { html } from 'hono/html';
import { quote } from '../comments/comments.ts';
import { successMessage } from '../pages/fields.ts';
import { messagePage, page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';
import type { ShownAs } from './choice-queries.ts';
import { firstNameIn } from '@heart-survey/shared/names';
import { safeLine } from './safe-text.ts';
import { letterWords } from './words.ts';

interface ChoicePage {
  /** As the thank-you quotes the comment. */
  quoted: string;
  language: string | null;
  letters: HeartLetter[];
  /** The employee's. */
  name: string;
  region: string;
  /** Null if no team was thanked. */
  team: string | null;
  /** Null until the employee chose. */
  shownAs: ShownAs | null;
  /** Whether someone else who was thanked hides the quote. */
  isHiddenByOther: boolean;
  notice: string | undefined;
}

/** Several would add up to a count. */
const latestOnly =
  ' If you show your first name with several quotes, only the latest one has it, so that no one can count.';

const notices = { saved: 'Your choice is saved. You can change it here at any time.' };

/** Where an employee chooses how to be shown with a customer's words. */
export function choicePage(shown: ChoicePage): Markup {
  const { quoted, language, letters, region, team, notice } = shown;
  const others = team === null ? `your region, ${safeLine(region)}` : `your team, ${safeLine(team)}`;
  return page({
    text: en,
    title: 'Your thank-you',
    style: styles.technical,
    main: html`<h1>Your thank-you</h1>
      ${successMessage(notice, notices)}
      <p class="lead">A customer wrote about you${team === null ? '' : ' and your team'}:</p>
      ${quote(quoted, language)}
      ${letters.length === 0 ? '' : html`<p>Recognized for: ${letterWords(letters).join(', ')}.</p>`}
      <h2>How should we show this quote?</h2>
      <p>
        Your colleagues can see it on the thank-you wall with ${others}, and without a date. If you choose to be shown
        and the customer agreed, someone else may also approve it for the public. After 12 months, it is no longer
        shown.${team === null ? latestOnly : ''}
      </p>
      <p><b>${current(shown)}</b></p>
      <form method="post" class="choices">${buttons(shown)}</form>`,
  });
}

function current({ shownAs, isHiddenByOther, team, region, name }: ChoicePage): string {
  if (shownAs === 'hidden') return 'Currently hidden.';
  if (isHiddenByOther) return 'Currently hidden, because someone else who was thanked chose that.';
  if (shownAs === 'first name' && team === null)
    return `Currently shown with your first name, ${safeLine(firstNameIn(name))}.`;
  return team === null
    ? `Currently shown with your region, ${safeLine(region)}.`
    : `Currently shown with your team, ${safeLine(team)}.`;
}

function buttons({ team, region, name }: ChoicePage): Markup[] {
  const button = (value: ShownAs, label: string) => html`<button name="shown" value="${value}">${label}</button>`;
  return [
    // A team is shown by its name only: one member's name would say who did the work.
    ...(team === null ? [button('first name', `Show my first name, ${safeLine(firstNameIn(name))}`)] : []),
    button('team', team === null ? `Show only my region, ${safeLine(region)}` : `Show my team, ${safeLine(team)}`),
    button('hidden', 'Hide this quote'),
  ];
}

/** For a link that is unknown or old. */
export const unknownLinkPage = (): Markup =>
  messagePage(
    en,
    'This link does not work',
    'Part of the link may be missing, or the thank-you is more than 12 months old. Thank-yous of that age are no longer shown to anyone.',
  );

/** For a comment that was hidden, excluded, or erased after the thank-you was sent. */
export const withdrawnPage = (): Markup =>
  messagePage(
    en,
    'This quote is no longer shown',
    'The comment was hidden, excluded, or deleted after the thank-you was sent.',
  );

/** @param wait in seconds. */
export const tooManyPage = (wait: number): Markup =>
  messagePage(
    en,
    'Too many requests',
    `Try again in ${wait <= 60 ? 'a minute' : `${Math.ceil(wait / 60)} minutes`}. Nothing was changed.`,
  );
