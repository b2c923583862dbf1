import type { FeedbackTexts } from '@heart-survey/shared/feedback/feedback';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { fill } from '@heart-survey/shared/text';
import { html } from 'hono/html';
import type { CaseClock } from '../cases/cases.ts';
import type { Markup } from '../pages/page.ts';
import { nameOf } from '../survey/survey.ts';
import type { Shown } from './frame.ts';

/** The date of a moment in that language, with the weekday: `Friday, February 12, 2027`. */
export function dateIn({ tag }: Catalog, at: number, zone: string): string {
  return formatOf(tag, zone).format(at);
}

/** A day such as `2027-02-12` in that language. */
function dayIn({ tag }: Catalog, day: string): string {
  return formatOf(tag, 'UTC').format(new Date(day));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** With the digits 0 to 9 and the calendar of the office in every language: people compare it with a letter. */
function formatOf(tag: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${tag} ${timeZone}`;
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat(`${tag}-u-ca-gregory-nu-latn`, {
      ...{ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
      timeZone,
    });
  formats.set(key, format);
  return format;
}

/** What is promised, by when, and how each date was counted. */
export function promises(shown: Shown, clocks: readonly CaseClock[], zone: string): Markup[] {
  return clocks.map(
    (clock) =>
      html`${sentences(shown, clock, zone).map((sentence) => html`<p>${sentence}</p>`)} ${countedDays(shown, clock)}`,
  );
}

function sentences({ text, texts }: Shown, clock: CaseClock, zone: string): string[] {
  const { state, dueAt, breaches, rule } = clock;
  // A date is kept until the end of its day.
  const until = (at: number) => ({ date: dateIn(text, at - 1, zone) });
  const by = rule.stops === 'acknowledged' ? texts.receipt.acknowledgeBy : texts.receipt.answerBy;
  const missed = breaches.map((at) => fill(texts.case.late, until(at)));
  if (state === 'paused') return [...missed, texts.case.paused];
  if (state === 'running' && dueAt !== null) return [...missed, fill(by, until(dueAt))];
  if (state === 'kept' && dueAt !== null) return [fill(texts.case.kept, until(dueAt))];
  return missed;
}

/** "How was this counted?", day by day. */
function countedDays(shown: Shown, { days }: CaseClock): Markup | '' {
  if (days.length === 0) return '';
  const { text, texts } = shown;
  let count = 0;
  const line = (day: CaseClock['days'][number], index: number) => {
    if (day.isCounted) count += 1;
    return html`<li>${dayIn(text, day.day)}: ${dayWords(shown, texts.case, day, index === 0, count)}</li>`;
  };
  return html`<details>
    <summary>${texts.case.counted}</summary>
    <ul class="days">
      ${days.map(line)}
    </ul>
  </details>`;
}

function dayWords(
  { text, languages }: Shown,
  words: FeedbackTexts['case'],
  { isCounted, isPaused, isBusinessDay, reason }: CaseClock['days'][number],
  isFirst: boolean,
  count: number,
): Markup | string {
  if (isCounted) return fill(words.countedDay, { n: String(count) });
  if (isPaused) return words.pausedDay;
  if (!isBusinessDay) {
    return reason === null ? words.closedDay : html`${words.closedDay} (${nameOf(reason, text, languages)})`;
  }
  return isFirst ? words.firstDay : words.otherDay;
}
