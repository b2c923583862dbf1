import type { Change } from '@heart-survey/shared/change';
import { grouped } from '@heart-survey/shared/counts';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import type { OutsideScores } from '@heart-survey/shared/outside';
import type { Quarter } from '@heart-survey/shared/quarters';
import type { ResultsTexts } from '@heart-survey/shared/results/results';
import type { Interval } from '@heart-survey/shared/scores';
import { fill } from '@heart-survey/shared/text';
import type { PublishedQuarter } from '../publishing/publishing.ts';

// What the pages and <heart-results> say, in the language of the reader. Numbers have the digits and signs of the files in
// every language, so that people can compare them.

/** A language, and the texts in it. */
export interface Words {
  text: Pick<Catalog, 'tag' | 'direction'>;
  texts: ResultsTexts;
}

/** A text with the values of its placeholders, so that a page can mark a name with its own language. */
export interface Phrase {
  message: string;
  values: Record<string, string>;
}

/** The phrase as plain text. In a text from right to left, the name keeps its own direction. */
export function plain({ text }: Pick<Words, 'text'>, { message, values }: Phrase): string {
  const { name } = values;
  const isMixed = text.direction === 'rtl' && name !== undefined;
  return fill(message, isMixed ? { ...values, name: `\u2068${name}\u2069` } : values);
}

/** `July to September 2026`. */
export function quarterInWords({ text, texts }: Words, { id }: Pick<Quarter, 'id'>): string {
  const { from, to, fromYear, toYear } = endsOf(id);
  const { long } = formatsOf(text.tag);
  const months = { from: long(from), to: long(to) };
  return fromYear === toYear
    ? fill(texts.quarter, { ...months, year: toYear })
    : fill(texts.quarterOverYears, { ...months, fromYear, toYear });
}

/** `July 2025 to June 2026`, or `January to December 2026`: from the start of one quarter to the end of another. */
export function spanInWords({ text, texts }: Words, first: Pick<Quarter, 'id'>, last: Pick<Quarter, 'id'>): string {
  const { long } = formatsOf(text.tag);
  const [{ from, fromYear }, { to, toYear }] = [endsOf(first.id), endsOf(last.id)];
  const months = { from: long(from), to: long(to) };
  const name =
    fromYear === toYear
      ? fill(texts.quarter, { ...months, year: toYear })
      : fill(texts.quarterOverYears, { ...months, fromYear, toYear });
  return name.charAt(0).toLocaleUpperCase(text.tag) + name.slice(1);
}

/** A quarter as a title: with a capital letter at the start in every language that has them. */
export function quarterTitle(words: Words, quarter: Pick<Quarter, 'id'>): string {
  const name = quarterInWords(words, quarter);
  return name.charAt(0).toLocaleUpperCase(words.text.tag) + name.slice(1);
}

/** `Jul–Sep`. */
export function monthsLabel({ text, texts }: Words, { id }: Pick<Quarter, 'id'>): string {
  const { from, to } = endsOf(id);
  const { short } = formatsOf(text.tag);
  return fill(texts.months, { from: short(from), to: short(to) });
}

/** `2026`, or `2026–2027`. */
export function yearInWords({ id }: Pick<Quarter, 'id'>): string {
  const { fromYear, toYear } = endsOf(id);
  return fromYear === toYear ? toYear : `${fromYear}–${toYear}`;
}

/** `Jul–Sep 2026`. */
export function quarterLabel(words: Words, quarter: Pick<Quarter, 'id'>): string {
  return fill(words.texts.shortQuarter, { months: monthsLabel(words, quarter), year: yearInWords(quarter) });
}

/** `October 12, 2026`. @param at in milliseconds since the epoch. @param zone IANA. */
export function dateInWords({ text }: Pick<Words, 'text'>, at: number, zone: string): string {
  return new Intl.DateTimeFormat(localeOf(text.tag), { timeZone: zone, dateStyle: 'long' }).format(at);
}

/** The first sentence about a department: how many rated it in that quarter, and the average. */
export function quarterPhrase(words: Words, { quarter, figures }: QuarterFigures, name: string): Phrase {
  const { total, target, quarter: head } = figures;
  return scoresPhrase(words, { quarter, target, scores: total, status: head.totalStatus }, name);
}

/** The same as plain text. */
export function quarterSentence(words: Words, shown: QuarterFigures, name: string): string {
  return plain(words, quarterPhrase(words, shown, name));
}

/** A quarter and what is shown of it. */
export type QuarterFigures = Pick<PublishedQuarter, 'quarter' | 'figures'>;

interface Rated {
  quarter: Pick<Quarter, 'id'>;
  /** Such as `4.00`. */
  target: string;
  scores: OutsideScores;
  /** The status, if it is known while the figures are withheld. */
  status?: 'met' | 'below' | undefined;
}

function scoresPhrase(words: Words, { quarter, target, scores, status }: Rated, name: string): Phrase {
  const { texts } = words;
  const values = { quarter: quarterInWords(words, quarter), name, goal: goalOf(target) };
  if (scores.status === 'suppressed') {
    const goal = status === undefined ? [] : [status === 'met' ? texts.goalMet : texts.goalMissed];
    return { message: [texts.withheldSentence, ...goal, texts.withheldWhy].join(' '), values };
  }
  const { average, responses } = scores;
  if (average === null) return { message: texts.nobody, values };
  return { message: texts.sentence, values: { ...values, count: grouped(responses), average } };
}

/** `4`, or `3.85`. @param target such as `4.00`. */
export function goalOf(target: string): string {
  return target.replace(/\.?0+$/, '');
}

/** `Goal: 4`. */
export function goalInWords({ texts }: Words, target: string): string {
  return fill(texts.goal, { goal: goalOf(target) });
}

/** `4.25 to 4.35`. */
export function intervalInWords({ texts }: Words, interval: Interval | null): string {
  return interval === null ? texts.noInterval : fill(texts.interval, { ...interval });
}

/** The interval of figures that may be withheld, or of no ratings. */
export function intervalOf(words: Words, scores: OutsideScores): string {
  if (scores.status === 'suppressed') return words.texts.status.suppressed;
  return scores.n === 0 ? '–' : intervalInWords(words, scores.interval);
}

/** `goal met`, `below the goal`, `no ratings`, or `withheld`. */
export function statusInWords({ texts }: Words, { status }: Pick<OutsideScores, 'status'>): string {
  return texts.status[status];
}

/** `4.30`, or why there is none. */
export function averageInWords({ texts }: Words, { average, status }: OutsideScores): string {
  return average ?? texts.status[status];
}

/** `1,615`, or `withheld`. */
export function countInWords({ texts }: Words, count: number | null): string {
  return count === null ? texts.status.suppressed : grouped(count);
}

/** `clear change`, `may be chance`, or why they cannot be compared. */
export function changeInWords({ texts }: Words, { verdict }: Pick<Change, 'verdict'>): string {
  return texts.change[verdict];
}

/** The heads of the table of a department's quarters. */
export function tableHeads({ texts: { heads } }: Words): [string, string, string, string] {
  return [heads.quarter, heads.average, heads.interval, heads.responses];
}

/** The caption of that table. */
export function captionPhrase({ texts }: Words, name: string): Phrase {
  return { message: texts.caption, values: { name } };
}

/** The chart of these quarters for people who do not see it: `Average ratings for …: Jul–Sep 2026 4.30, …`. */
export function chartInWords(words: Words, quarters: readonly QuarterFigures[], name: string): string {
  const points = quarters.map(
    ({ quarter, figures: { total } }) => `${quarterLabel(words, quarter)} ${averageInWords(words, total)}`,
  );
  const list = new Intl.ListFormat(words.text.tag, { type: 'unit' }).format(points);
  return plain(words, { message: words.texts.chart, values: { name, list } });
}

/** The first and the last month of a quarter, as instants in UTC, and their years. */
function endsOf(id: string) {
  const from = Date.parse(`${id}-01T00:00Z`);
  const last = new Date(from);
  last.setUTCMonth(last.getUTCMonth() + 2);
  return { from, to: last.getTime(), fromYear: id.slice(0, 4), toYear: String(last.getUTCFullYear()) };
}

/** With the digits 0 to 9 and the calendar of the office in every language. */
const localeOf = (tag: string) => `${tag}-u-ca-gregory-nu-latn`;

interface Formats {
  long: (at: number) => string;
  short: (at: number) => string;
}

const formats = new Map<string, Formats>();

/** The names of months as they are within a sentence: alone, some have a capital letter or another form. */
function formatsOf(tag: string): Formats {
  const known = formats.get(tag);
  if (known !== undefined) return known;
  const nameOf = (month: 'long' | 'short') => {
    const format = new Intl.DateTimeFormat(localeOf(tag), { timeZone: 'UTC', month, day: 'numeric' });
    return (at: number) => format.formatToParts(at).find(({ type }) => type === 'month')!.value;
  };
  const made = { long: nameOf('long'), short: nameOf('short') };
  formats.set(tag, made);
  return made;
}
