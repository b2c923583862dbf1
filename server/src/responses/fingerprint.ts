import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import type { SurveyResponse } from '@heart-survey/shared/response';

/**
 * A keyed hash of a request's contents, in a fixed order and before anything is looked up, so that a replay is recognized
 * even after an employee has left (docs/design.md §4). It is keyed so that no one can guess a comment from it.
 */
export function fingerprint(key: KeyObject, response: SurveyResponse): string {
  const { region, ratings, comment, language, channel, employee, wording, mayShow, group, campaign } = response;
  const rated = items.map((item) => ratings[item] ?? null);
  const contents: unknown[] = [region, rated, comment, language, channel, employee, wording];
  // Only if they were sent: responses that were stored before these fields existed must be recognized.
  if (mayShow) contents.push(mayShow);
  if (group !== null) contents.push({ group });
  if (campaign !== null) contents.push({ campaign });
  return createHmac('sha256', key).update(JSON.stringify(contents)).digest('base64url');
}

/** Prepares the installation's key for the hash. Do it once, because it costs more than the hash. */
export function fingerprintKey(secret: string): KeyObject {
  return createSecretKey(secret, 'utf8');
}
