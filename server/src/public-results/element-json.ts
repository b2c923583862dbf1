import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { resultsTexts } from '@heart-survey/shared/results/results';
import * as v from 'valibot';
import { publicPath, type PublishedDepartment, type PublishedQuarter } from '../publishing/publishing.ts';
import { hundredthsOf } from '../results/results.ts';
import { hrefIn } from './frame.ts';
import {
  captionPhrase,
  chartInWords,
  countInWords,
  goalInWords,
  intervalOf,
  plain,
  quarterLabel,
  quarterSentence,
  statusInWords,
  tableHeads,
  type Words,
} from './words.ts';

/** How many quarters the element shows: two years. */
const maxRows = 8;

const text = v.string();
const hundredths = v.pipe(
  v.nullable(v.pipe(v.string(), v.regex(/^\d\.\d{2}$/))),
  v.description('Null if it is withheld, or if there is none.'),
);

const target = v.pipe(v.number(), v.integer());

const row = v.object({
  quarter: v.pipe(text, v.description('The first month, such as 2026-07.')),
  label: text,
  average: hundredths,
  low: hundredths,
  high: hundredths,
  interval: v.pipe(text, v.description('In words, also if there is none.')),
  responses: v.pipe(text, v.description('The number of people, or that it is withheld.')),
  status: v.picklist(['met', 'below', 'none', 'suppressed']),
  statusText: text,
  target: v.pipe(target, v.description('The goal of this quarter, in hundredths.')),
});

/** What `<heart-results>` shows, with all its texts. */
export const elementSchema = v.object({
  lang: text,
  dir: v.picklist(['ltr', 'rtl']),
  name: text,
  sentence: text,
  href: v.pipe(text, v.url()),
  link: text,
  chart: v.pipe(text, v.description('The chart in words.')),
  goal: text,
  target: v.pipe(target, v.description('The goal of the last quarter, in hundredths.')),
  caption: text,
  heads: v.tuple([text, text, text, text]),
  show: text,
  rows: v.pipe(v.array(row), v.description(`The last ${maxRows} published quarters, oldest first.`)),
});

export type ElementJson = v.InferOutput<typeof elementSchema>;

/** @param baseUrl the collector's public address, without a slash at the end. */
export function elementJson(
  catalog: Catalog,
  { department, quarters }: PublishedDepartment,
  shown: PublishedQuarter,
  baseUrl: string,
): ElementJson {
  const words = { text: catalog, texts: resultsTexts(catalog) };
  const { name } = department;
  const { target } = shown.figures;
  const upToShown = quarters.slice(0, quarters.indexOf(shown) + 1).slice(-maxRows);
  return {
    lang: catalog.tag,
    dir: catalog.direction,
    name,
    sentence: quarterSentence(words, shown, name),
    href: `${baseUrl}${hrefIn(words, publicPath(department, shown.quarter))}`,
    link: plain(words, { message: words.texts.all, values: { name } }),
    chart: chartInWords(words, upToShown, name),
    goal: goalInWords(words, target),
    target: hundredthsOf(target),
    caption: plain(words, captionPhrase(words, name)),
    heads: tableHeads(words),
    show: words.texts.show,
    rows: upToShown.map((one) => rowOf(words, one)),
  };
}

function rowOf(words: Words, { quarter, figures: { total, target } }: PublishedQuarter): ElementJson['rows'][number] {
  return {
    quarter: quarter.id,
    label: quarterLabel(words, quarter),
    average: total.average,
    low: total.interval?.low ?? null,
    high: total.interval?.high ?? null,
    interval: intervalOf(words, total),
    responses: countInWords(words, total.responses),
    status: total.status,
    statusText: statusInWords(words, total),
    target: hundredthsOf(target),
  };
}
