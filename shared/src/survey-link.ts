import type { Rating } from './items.ts';

export interface LinkOptions {
  /** A BCP 47 tag; the survey opens in that language where it is offered. */
  language?: string;
  /** Pre-selects overall satisfaction. Opening the link records nothing. */
  overall?: Rating;
  /** The link code of the employee who may be thanked. */
  employee?: string | undefined;
  /** Where the link stands; a link without one is stored as `page`. */
  channel?: string | undefined;
}

/** The path behind a region's link, before any `?`. */
export function surveyPath(region: string): string {
  return `/s/${encodeURIComponent(region)}`;
}

/** The address that staff carry in their signature. @param baseUrl where the collector is reached, without a slash at the end. */
export function surveyLink(
  baseUrl: string,
  region: string,
  { language, overall, employee, channel }: LinkOptions = {},
): string {
  const query = Object.entries({ lang: language, overall: overall?.toString(), employee, channel })
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encodeURIComponent(value)}`))
    .join('&');
  return `${baseUrl}${surveyPath(region)}${query && `?${query}`}`;
}
