import { hash } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import type { SurveyResponse } from '@heart-survey/shared/response';
import { shortMemory } from '../limits/short-memory.ts';
import { pageMadeAt } from '../survey/survey.ts';

// What looks as if no customer had sent it is stored and counted like all else, and flagged, so that a representative can
// look at it. Nothing is refused on a suspicion: who is refused wrongly is not heard at all.

/** Why a response is flagged: `responseFlag` in the schema. */
const flagKinds = ['trap', 'fast', 'foreign', 'burst', 'many', 'self'] as const;
export type FlagKind = (typeof flagKinds)[number];

export interface Flag {
  /** Of the response. */
  id: string;
  kind: FlagKind;
}

/** Who sends, as far as a door knows. Only what is made of it is ever kept. */
export interface Sender {
  /** Names the network for a day at most without knowing it (docs/design.md §6). */
  client: string;
  /** The e-mail address of the member of staff whose browser it is, if somebody is signed in there. */
  email: string | null;
  /** Whether the field was filled in that people are told to leave empty. */
  isTrapped?: boolean;
  /** Whether another site's page sent the survey page's own form. */
  isForeign?: boolean;
}

/** Nobody reads six statements in less, in milliseconds. */
const quickest = 2000;
/** The clocks of two collectors may be so far apart, in milliseconds. */
const skew = 5000;

const tenMinutes = 10 * 60 * 1000;
const day = 24 * 60 * 60 * 1000;
/** How many alike within ten minutes are a burst: with the same words, without any from one network, from anywhere. */
const alike = { worded: 5, oneNetwork: 10, anywhere: 30 };
/** How many of whatever kind are many, from one network about one region: within ten minutes, and within a day. */
const many = { tenMinutes: 31, day: 301 };
/** How many different answers, or networks, are remembered. */
const remembered = 20_000;

/** What a request shows by itself. It belongs into the commit that stores the response, and to no other request's. */
export function ownFlags({ id }: SurveyResponse, sender: Sender, isSelf: boolean, at: number): Flag[] {
  const shown: Partial<Record<FlagKind, boolean | undefined>> = {
    trap: sender.isTrapped,
    foreign: sender.isForeign,
    self: isSelf,
    fast: isFast(id, at),
  };
  return flagKinds.flatMap((kind) => (shown[kind] ? [{ id, kind }] : []));
}

/**
 * Remembers for ten minutes what was answered, and for a day how much came from where, in memory alone.
 * @returns a function that takes note of a response which was stored and returns what looks odd: about it, and about those
 * before it that make a burst with it. Called for stored responses only: what is refused is part of no burst.
 */
export function createFlagging() {
  const bursts = gathering(tenMinutes);
  const crowds = gathering(tenMinutes);
  const days = gathering(day);

  const inBurst = ({ id, region, ratings, comment }: SurveyResponse, client: string, at: number): string[] => {
    const answers = JSON.stringify([region, items.map((item) => ratings[item] ?? null), plain(comment)]);
    // Nobody's words are kept, not even here.
    if (comment !== null) return bursts(hash('sha256', answers, 'base64url'), id, at, alike.worded);
    return [...bursts(`${client} ${answers}`, id, at, alike.oneNetwork), ...bursts(answers, id, at, alike.anywhere)];
  };

  return (response: SurveyResponse, { client }: Sender, at: number): Flag[] => {
    const { id, region } = response;
    const from = `${client} ${region}`;
    const isOneOfMany = days(from, id, at, many.day).length > 0;
    return [
      ...(isOneOfMany ? [{ id, kind: 'many' as const }] : []),
      ...inBurst(response, client, at).map((id) => ({ id, kind: 'burst' as const })),
      ...crowds(from, id, at, many.tenMinutes).map((id) => ({ id, kind: 'many' as const })),
    ];
  };
}

/** Whether the page was sent back faster than anyone reads. */
function isFast(id: string, receivedAt: number): boolean {
  const madeAt = pageMadeAt(id);
  return madeAt !== null && receivedAt - madeAt < quickest && receivedAt - madeAt > -skew;
}

/** The words by which a comment is like another, however it is spaced and written in capitals. */
function plain(comment: string | null): string | null {
  return (
    comment
      ?.normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[\s\p{Cf}]+/gu, '') ?? null
  );
}

/**
 * Gathers what belongs together, from the first of them on for so many milliseconds.
 * @returns a function that adds a response and answers with the ids of all that are gathered, as soon as they are enough;
 * from then on with the new one's alone.
 */
function gathering(duration: number) {
  const gathered = shortMemory<{ since: number; n: number; ids: string[] }>({ duration, maxNames: remembered });
  return (key: string, id: string, at: number, enough: number): string[] => {
    const before = gathered.get(key);
    const group = before && Math.abs(at - before.since) < duration ? before : { since: at, n: 0, ids: [] };
    group.n += 1;
    if (group.ids.length < Math.min(enough, mostIds)) group.ids.push(id);
    gathered.set(key, group, at);
    if (group.n < enough) return [];
    return group.n === enough && group.ids.includes(id) ? group.ids : [id];
  };
}

/** So many are remembered of each group, in which even the largest burst has room. */
const mostIds = 31;
