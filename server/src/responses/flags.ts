import { hash } from 'node:crypto';
import { items } from '@heart-survey/shared/items';
import type { SurveyResponse } from '@heart-survey/shared/response';
import { shortMemory } from '../limits/short-memory.ts';
import { pageMadeAt } from '../survey/survey.ts';

// A response that does not look like a customer's is stored, counted, and flagged for a representative to check. Nothing
// is rejected on suspicion, because a customer who is wrongly rejected is never heard.

/** Why a response is flagged. See `responseFlag` in the schema. */
const flagKinds = ['trap', 'fast', 'foreign', 'burst', 'many', 'self'] as const;
export type FlagKind = (typeof flagKinds)[number];

export interface Flag {
  /** The response's id. */
  id: string;
  kind: FlagKind;
}

/** What an endpoint knows about the sender. Only the flags that result from it are stored. */
export interface Sender {
  /** Identifies the network for at most a day without storing its address (docs/design.md §6). */
  client: string;
  /** The email address of the staff member who is signed in on that browser, if any. */
  email: string | null;
  /** Whether the hidden field was filled in, which people are asked to leave blank. */
  isTrapped?: boolean;
  /** Whether a page on another site sent the survey page's form. */
  isForeign?: boolean;
}

/** No one reads six statements faster than this, in milliseconds. */
const minReadingTime = 2000;
/** How far apart the clocks of two collectors may be, in milliseconds. */
const skew = 5000;

const tenMinutes = 10 * 60 * 1000;
const day = 24 * 60 * 60 * 1000;
/** How many equal answers in ten minutes make a burst: with the same comment; without one from one network, or from anywhere. */
const alike = { worded: 5, oneNetwork: 10, anywhere: 30 };
/** How many answers about one region are too many for one network, in ten minutes and in a day. */
const many = { tenMinutes: 31, day: 301 };
/** The maximum number of distinct answers, or networks, to remember. */
const maxGroups = 20_000;

/** The flags that a request raises on its own. They are part of the commit that stores its response. */
export function ownFlags({ id }: SurveyResponse, sender: Sender, isSelf: boolean, at: number): Flag[] {
  const shown: Partial<Record<FlagKind, boolean | undefined>> = {
    trap: sender.isTrapped,
    foreign: sender.isForeign,
    self: isSelf,
    fast: isFast(id, at),
  };
  return flagKinds.flatMap((kind) => (shown[kind] ? [{ id, kind }] : []));
}

/** Flags of a response and of earlier ones in the same burst. */
export interface Compared {
  flags: Flag[];
  /** Forgets the response again, if it was not stored: a rejected response is never part of a burst. */
  takeBack: () => void;
}

/**
 * Remembers answers for ten minutes, and how many came from each network for a day. Only in memory.
 * @returns a function that records a response that is about to be stored. The last ones can be taken back, all together.
 */
export function createFlagging() {
  const bursts = gathering(tenMinutes);
  const crowds = gathering(tenMinutes);
  const days = gathering(day);

  const burstsOf = ({ region, ratings, comment }: SurveyResponse, client: string): [key: string, enough: number][] => {
    const answers = JSON.stringify([
      region,
      items.map((item) => ratings[item] ?? null),
      comment === null ? null : plainText(comment),
    ]);
    // Comments are kept only as a hash, even in memory.
    if (comment !== null) return [[hash('sha256', answers, 'base64url'), alike.worded]];
    return [
      [`${client} ${answers}`, alike.oneNetwork],
      [answers, alike.anywhere],
    ];
  };

  return (response: SurveyResponse, { client }: Sender, at: number): Compared => {
    const { id, region } = response;
    const from = `${client} ${region}`;
    const ofBursts = burstsOf(response, client);
    const isOneOfMany = days.add(from, id, at, many.day).length > 0;
    const inBurst = ofBursts.flatMap(([key, enough]) => bursts.add(key, id, at, enough));
    return {
      flags: [
        ...(isOneOfMany ? [{ id, kind: 'many' as const }] : []),
        ...inBurst.map((id) => ({ id, kind: 'burst' as const })),
        ...crowds.add(from, id, at, many.tenMinutes).map((id) => ({ id, kind: 'many' as const })),
      ],
      takeBack: () => {
        days.takeBack(from, id);
        for (const [key] of ofBursts) bursts.takeBack(key, id);
        crowds.takeBack(from, id);
      },
    };
  };
}

/** Whether the page with this id was sent back faster than anyone can read it. */
export function isFast(id: string, receivedAt: number): boolean {
  const madeAt = pageMadeAt(id);
  return madeAt !== null && receivedAt - madeAt < minReadingTime && receivedAt - madeAt > -skew;
}

/** Normalizes a text for comparison, ignoring spaces and capital letters. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Cf}]+/gu, '');
}

/** Collects responses or other messages with the same key for a number of milliseconds after the first one. */
export function gathering(duration: number) {
  const groups = shortMemory<{ startedAt: number; n: number; ids: string[] }>({ duration, maxNames: maxGroups });
  return {
    /** Adds a response. @returns once there are enough, the ids of all of them, and after that only that of each new one. */
    add(key: string, id: string, at: number, enough: number): string[] {
      const before = groups.get(key);
      const isOpen = before && before.n > 0 && Math.abs(at - before.startedAt) < duration;
      const group = isOpen ? before : { startedAt: at, n: 0, ids: [] };
      group.n += 1;
      if (group.ids.length < Math.min(enough, maxIds)) group.ids.push(id);
      groups.set(key, group, at);
      if (group.n < enough) return [];
      return group.n === enough && group.ids.includes(id) ? [...group.ids] : [id];
    },
    /** Removes one of the responses that were added last. */
    takeBack(key: string, id: string): void {
      const group = groups.get(key);
      if (group === undefined) return;
      group.n -= 1;
      group.ids = group.ids.filter((other) => other !== id);
    },
  };
}

/** The maximum number of ids to remember in each group. Even the largest burst fits. */
const maxIds = 31;
