// Service standards: whether a quarter met one (docs/policies/marion-county-211.md, section 3.1). Every target, and every
// value that is entered, is in hundredths: 400 is an average of 4.00, 9500 is 95%, 550 is 5.5 days.

/** What a standard is about (docs/policies/marion-county-211.md, sections 3.1.1 to 3.1.5). */
export const standardAreas = ['accessibility', 'timeliness', 'conduct', 'quality', 'resolution'] as const;
export type StandardArea = (typeof standardAreas)[number];

export const directions = ['at least', 'at most'] as const;
export type Direction = (typeof directions)[number];

/** `missed` is not met; `none` if nothing was counted or entered. */
export type StandardStatus = 'met' | 'missed' | 'none';

/** What is compared with a target: `sum / n`, in hundredths. Both are integers; n is 0 if nothing was counted or entered. */
export interface StandardFigure {
  sum: number;
  n: number;
}

/** Decided only in integers (docs/design.md §3.3): no cut or rounded figure decides. @param target in hundredths. */
export function standardStatus({ sum, n }: StandardFigure, direction: Direction, target: number): StandardStatus {
  if (n === 0) return 'none';
  const isMet = direction === 'at least' ? sum >= target * n : sum <= target * n;
  return isMet ? 'met' : 'missed';
}

/** The value in hundredths, cut and never rounded; null if nothing was counted or entered. */
export function standardValue({ sum, n }: StandardFigure): number | null {
  return n === 0 ? null : (sum - (sum % n)) / n;
}

/** The maximum of a target or a value that is entered by hand, in hundredths. */
export const maxHundredths = 99_999_999;

/** `5.5` as 550. Undefined unless the text is a number of 0 or more with at most two decimals. */
export function hundredthsIn(text: string): number | undefined {
  const [, whole, decimals = ''] = /^(\d{1,6})(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? undefined : Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
}

/** 550 as `5.5`, 9500 as `95`. */
export function withoutZeros(hundredths: number): string {
  const decimals = String(hundredths % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${Math.floor(hundredths / 100)}${decimals === '' ? '' : `.${decimals}`}`;
}
