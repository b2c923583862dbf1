import type { Quarter } from '@heart-survey/shared/quarters';
import type { Department } from '../org/org.ts';

/** `FY 2025-26` of a quarter. */
export function yearLabel({ label }: Pick<Quarter, 'label'>): string {
  return label.replace(/ Q\d.*$/, '');
}

/** The four quarters of the fiscal year that the quarter is in. */
export function quartersOfYear({ calendar }: Department, quarter: Quarter): Quarter[] {
  let first = quarter;
  while (yearLabel(calendar.previous(first)) === yearLabel(quarter)) first = calendar.previous(first);
  const quarters = [first];
  while (quarters.length < 4) quarters.push(calendar.next(quarters.at(-1)!));
  return quarters;
}
