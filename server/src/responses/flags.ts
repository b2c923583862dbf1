import { hash } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import type { SurveyResponse } from '@heart-survey/shared/response';
import { shortMemory } from '../http/short-memory.ts';
import { pageMadeAt } from '../survey/survey.ts';

// What looks as if no customer had sent it is stored and counted like all else, and flagged, so that a representative can
// look at it. Nothing is refused on a suspicion: who is refused wrongly is not heard at all.

/** Why a response is flagged: `responseFlag` in the schema. */
export type FlagKind = 'trap' | 'fast' | 'burst' | 'self';

/** Who sends, as far as a door knows. Only what is made of it is ever kept. */
export interface Sender {
  /** Names the network for a day at most without knowing it (design §6). */
  client: string;
  /** The e-mail address of the member of staff whose browser it is, if somebody is signed in there. */
  email: string | null;
  /** Whether the field was filled in that people are told to leave empty. */
  isTrapped?: boolean;
}

/** Nobody reads six statements in less, in milliseconds. */
const quickest = 2000;
/** The clocks of two collectors may be so far apart, in milliseconds. */
const skew = 5000;

/** Whether the page was sent back faster than anyone reads. */
export function isFast(id: string, receivedAt: number): boolean {
  const madeAt = pageMadeAt(id);
  return madeAt !== null && receivedAt - madeAt < quickest && receivedAt - madeAt > -skew;
}

/** How long alike responses count as one burst, from the first on, in milliseconds. */
const burst = 10 * 60 * 1000;
/** How many alike are a burst: with the same words, without any from one network, without any from anywhere. */
const many = { worded: 5, oneNetwork: 10, anywhere: 30 };
/** How many different answers are remembered. */
const remembered = 20_000;

/**
 * Remembers for ten minutes what was answered, in memory alone.
 * @returns a function that takes note of a response and answers with the ids that make a burst with it, its own among
 * them; none where there are too few. The same id again is no other response.
 */
export function createBursts() {
  const seen = shortMemory<{ since: number; ids: string[] }>({ duration: burst, most: remembered });

  const note = (key: string, id: string, at: number, enough: number): string[] => {
    const before = seen.get(key);
    const { since, ids } = before && Math.abs(at - before.since) < burst ? before : { since: at, ids: [] };
    if (ids.length < enough && !ids.includes(id)) ids.push(id);
    seen.set(key, { since, ids }, at);
    return ids.length < enough ? [] : ids.includes(id) ? ids : [id];
  };

  return (response: SurveyResponse, client: string, at: number): Set<string> => {
    const { id, region, ratings, comment } = response;
    const answers = [region, ...items.map((item) => ratings[item] ?? null), comment];
    const key = JSON.stringify(answers);
    // Nobody's words are kept, not even here.
    if (comment !== null) return new Set(note(hash('sha256', key, 'base64url'), id, at, many.worded));
    return new Set([...note(`${client} ${key}`, id, at, many.oneNetwork), ...note(key, id, at, many.anywhere)]);
  };
}
