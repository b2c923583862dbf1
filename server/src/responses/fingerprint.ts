import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import type { SurveyResponse } from '@heart-survey/shared/response';

/**
 * A keyed hash of all that a request says, in a fixed order and before anything is looked up, so that a replay is
 * known as one even after an employee has left (docs/design.md §4). Keyed, so that nobody can guess a comment from it.
 */
export function fingerprint(key: KeyObject, response: SurveyResponse): string {
  const { region, ratings, comment, language, channel, employee, wording } = response;
  const said = [region, items.map((item) => ratings[item] ?? null), comment, language, channel, employee, wording];
  return createHmac('sha256', key).update(JSON.stringify(said)).digest('base64url');
}

/** The installation's key as the hash takes it: made once, since making it costs more than the hash. */
export function fingerprintKey(secret: string): KeyObject {
  return createSecretKey(secret, 'utf8');
}
