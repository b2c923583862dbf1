import type { Rating } from './items.ts';

export interface LinkOptions {
  /** A BCP 47 tag. The survey opens in that language if it is offered. */
  language?: string;
  /** Pre-selects overall satisfaction. Opening the link records nothing. */
  overall?: Rating;
  /** The link code of the employee who may be thanked. */
  employee?: string | undefined;
  /** Where the link is used. A link without a channel is stored as `page`. */
  channel?: string | undefined;
  /** The code of the respondent's customer group. The form selects it, or carries it if it does not ask. */
  group?: string | undefined;
  /** The code of a campaign. */
  campaign?: string | undefined;
}

/** The path of a region's link, before any `?`. */
export function surveyPath(region: string): string {
  return `/s/${encodeURIComponent(region)}`;
}

/** The full address of a survey, as in a staff signature. @param baseUrl the collector's address, without a slash at the end. */
export function surveyLink(
  baseUrl: string,
  region: string,
  { language, overall, employee, channel, group, campaign }: LinkOptions = {},
): string {
  const query = Object.entries({ lang: language, overall: overall?.toString(), employee, channel, group, campaign })
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encodeURIComponent(value)}`))
    .join('&');
  return `${baseUrl}${surveyPath(region)}${query && `?${query}`}`;
}
