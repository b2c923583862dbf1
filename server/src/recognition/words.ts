import { isoDay, monthInWords } from '@heart-survey/shared/dates';
import { heart, type HeartLetter } from '@heart-survey/shared/heart';
import { en } from '@heart-survey/shared/languages/en';
import type { Department } from '../org/org.ts';
import { safeLine } from './safe-text.ts';
import type { ThankYou } from './thank-you.ts';

/** The words that letters of HEART stand for, such as `Helpfulness`. */
export function letterWords(letters: readonly HeartLetter[]): string[] {
  return heart.filter(({ letter }) => letters.includes(letter)).map(({ item }) => en.items[item].word);
}

/** The month in which the customer answered: of the date on a paper form, or of the receipt. `2026-08`. */
export function monthAnswered(
  { receivedAt, paperDate }: { receivedAt: number; paperDate: string | null },
  { zone }: Pick<Department, 'zone'>,
): string {
  return (paperDate ?? isoDay(receivedAt, zone)).slice(0, 'YYYY-MM'.length);
}

/** `Central Region, August 2026`: never the day, which could tell who the customer was. */
export function placeAndMonth({ region, month }: Pick<ThankYou, 'region' | 'month'>): string {
  const [year, ofYear] = month.split('-');
  return `${safeLine(region.name)}, ${monthInWords(Number(ofYear))} ${year}`;
}
