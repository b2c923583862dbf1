import { items, type Item } from '@heart-survey/shared/items';
import { en } from '@heart-survey/shared/languages/en';
import { inHundredths } from '@heart-survey/shared/scores';
import { withoutZeros, type StandardArea } from '@heart-survey/shared/standards';
import { promiseKinds, type PromiseKind } from '../case-trends/case-trends.ts';
import type { Standard } from './queries.ts';

// What a standard is measured by, in words.

/** The names of what standards are about (docs/policies/marion-county-211.md, section 3.1). */
export const areaNames: Record<StandardArea, string> = {
  accessibility: 'Accessibility',
  timeliness: 'Timeliness of response',
  conduct: 'Conduct',
  quality: 'Quality',
  resolution: 'Resolution',
};

/** What can be measured of the survey. */
export type SurveyMeasure = 'average' | Item;
export const surveyMeasures: readonly SurveyMeasure[] = ['average', ...items];
/** What can be measured of the promised dates of cases. */
export type ClockMeasure = 'all' | PromiseKind;
export const clockMeasures: readonly ClockMeasure[] = ['all', ...promiseKinds];

const clockNames: Record<ClockMeasure, string> = {
  all: 'Promised dates that were kept',
  acknowledged: 'First replies by the promised date',
  answered: 'Answers by the promised date',
};

/** What the form calls a measure. */
export function measureName(of: SurveyMeasure | ClockMeasure): string {
  if (of === 'average') return 'Survey: average of all six statements';
  const item = items.find((one) => one === of);
  return item === undefined ? `Cases: ${clockNames[of as ClockMeasure]}` : `Survey: ${en.items[item].word}`;
}

/** What a standard is measured by. */
export function measureInWords({ measure, of }: Pick<Standard, 'measure' | 'of'>): string {
  return measure === 'entered' ? `Entered by hand, in ${of}` : measureName(of as SurveyMeasure | ClockMeasure);
}

/** `4.00`, `95%`, or `5.5 days`. @param hundredths null if nothing was counted. */
export function amountInWords({ measure, of }: Pick<Standard, 'measure' | 'of'>, hundredths: number): string {
  if (measure === 'item') return inHundredths(hundredths);
  return measure === 'clock' ? `${withoutZeros(hundredths)}%` : `${withoutZeros(hundredths)} ${of}`;
}

/** `at least 95%`. */
export function targetInWords(standard: Pick<Standard, 'measure' | 'of' | 'direction' | 'target'>): string {
  return `${standard.direction} ${amountInWords(standard, standard.target)}`;
}
