import fc from 'fast-check';
import { businessCalendar } from '../src/org/org.ts';
import { clocksOf, type CaseFacts } from '../src/cases/clocks.ts';
import type { CaseEvent } from '../src/cases/events.ts';
import type { PromiseRule } from '../src/cases/rule-packs.ts';
import {
  localTime,
  naiveClocks,
  step,
  type NaiveCalendar,
  type NaiveClock,
  type NaiveEvent,
  type NaiveRule,
} from './clock-oracle.ts';

/** Each of these zones has changed its clocks, has an offset that is not a whole hour, or once skipped a day. */
export const zones = [
  ...['America/Los_Angeles', 'America/New_York', 'America/St_Johns', 'America/Asuncion', 'America/Sao_Paulo'],
  ...['America/Havana', 'America/Scoresbysund', 'Atlantic/Azores', 'Europe/London', 'Europe/Berlin'],
  ...['Africa/Cairo', 'Africa/Casablanca', 'Asia/Tehran', 'Asia/Kolkata', 'Asia/Kathmandu'],
  ...['Asia/Beirut', 'Australia/Lord_Howe', 'Australia/Eucla', 'Pacific/Chatham', 'Pacific/Apia'],
];

/** From these days on: clock changes in both halves of the year, a leap day, the turn of a year, and the day Samoa skipped. */
const windows = [
  [2011, 11, 12],
  [2027, 2, 1],
  [2028, 1, 14],
  [2028, 9, 2],
  [2026, 11, 10],
] as const;
const day = 24 * 60 * 60 * 1000;
/** How long a history may be, in steps. */
const length = 40 * 96;

const kinds = [
  ...['acknowledged', 'message out', 'answered', 'closed', 'reopened', 'paused', 'resumed', 'extended'],
  ...['reopened', 'paused', 'resumed', 'paused', 'resumed', 'extended', 'investigating', 'received', 'danger'],
];

const hoursOfDay = fc
  .tuple(fc.integer({ min: 20, max: 50 }), fc.integer({ min: 1, max: 40 }))
  .map(([from, length]) => ({ opens: timeOf(from), closes: timeOf(from + length) }));

/** @param quarters of an hour from midnight. */
function timeOf(quarters: number): string {
  return `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;
}

const aCalendar = fc.record({
  at: fc.integer({ min: 1, max: length }),
  holidays: fc.constantFrom('US', null),
  hours: fc
    .tuple(hoursOfDay, ...Array.from({ length: 6 }, () => fc.option(hoursOfDay, { nil: null, freq: 5 })))
    .map((days): NaiveCalendar['hours'] => days),
  /** Exceptions, as a number of days after the start. */
  listed: fc.array(fc.tuple(fc.integer({ min: -1, max: 40 }), fc.constantFrom('closed' as const, 'open' as const))),
});

const aRule = fc.record({
  unit: fc.constantFrom(
    'business days' as const,
    'business days' as const,
    'open hours' as const,
    'end of the same day' as const,
  ),
  count: fc.integer({ min: 1, max: 10 }),
  afterHours: fc.constantFrom('same day' as const, 'next business day' as const),
  starts: fc.constantFrom('received' as const, 'received' as const, 'acknowledged' as const, 'reopened' as const),
  stops: fc.constantFrom('acknowledged' as const, 'answered' as const),
});

const anEvent = fc.record({
  kind: fc.constantFrom(...kinds),
  at: fc.integer({ min: 0, max: length }),
  /** Whether it waits for the next day to begin, where a day is paused or not. */
  isMidnight: fc.boolean(),
  /** How much earlier a pause began than it was entered, in steps. */
  earlier: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4 * 96 })),
  /** By how many days from its own an extension goes. */
  days: fc.integer({ min: 0, max: 18 }),
});

/** What is drawn at random for one case. */
export const aHistory = fc.record({
  window: fc.constantFrom(...windows),
  start: fc.integer({ min: 0, max: 10 * 96 }),
  rules: fc.array(aRule, { minLength: 1, maxLength: 4 }),
  first: aCalendar,
  changes: fc.array(aCalendar, { maxLength: 3 }),
  events: fc.array(anEvent, { maxLength: 12 }),
  now: fc.integer({ min: 0, max: length + 10 * 96 }),
  order: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
});

type History = typeof aHistory extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** What a history of a zone is counted to be by the product, and by the oracle. */
export function bothWays(zone: string, { window, start, rules, first, changes, events, now, order }: History) {
  const received = Date.UTC(window[0], window[1], window[2]) + start * step;
  const until = received + now * step;
  const naiveRules = rules.map((rule, index): NaiveRule => ({ ...rule, id: `rule-${'abcd'[index]}` }));
  const calendars = [{ ...first, at: 0 }, ...changes.toSorted((one, other) => one.at - other.at)].map(
    ({ at, listed, ...own }): NaiveCalendar => ({
      ...{ ...own, zone, since: at === 0 ? 0 : received + at * step },
      listed: new Map(
        listed.map(([after, kind]) => [new Date(received + after * day).toISOString().slice(0, 10), kind]),
      ),
    }),
  );
  const drawn = [{ kind: 'received', at: 0, isMidnight: false, earlier: 0, days: 0 }, ...events];
  const naiveEvents = drawn.map(({ kind, at, isMidnight, earlier, days }): NaiveEvent => {
    const known = isMidnight ? nextDay(zone, received + at * step) : received + at * step;
    if (kind === 'paused') return { kind, at: known, from: known - earlier * step };
    return kind === 'extended'
      ? { kind, at: known, until: dayAfter(localTime(zone, known).date, days) }
      : { kind, at: known };
  });
  const facts: CaseFacts = {
    channel: 'email',
    rules: naiveRules.map(productRule),
    calendars: calendars.map((one, id) => ({ since: one.since, calendar: productCalendar(one), id })),
    events: inOrder(naiveEvents.map(productEvent), order),
  };
  return { facts, until, naive: naiveClocks(naiveRules, calendars, naiveEvents, until) };
}

/** What the product counts, as the oracle says it. */
export function counted(facts: CaseFacts, now: number): NaiveClock[] {
  return clocksOf(facts, now).map(({ rule, startedAt, dueAt, breaches, endedAt }) => ({
    ...{ rule: rule.id, startedAt, dueAt, breaches, endedAt },
  }));
}

function nextDay(zone: string, moment: number): number {
  let at = moment;
  while (localTime(zone, at).date === localTime(zone, moment).date) at += step;
  return at;
}

function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * day).toISOString().slice(0, 10);
}

function productRule({ id, unit, count, afterHours, starts, stops }: NaiveRule): PromiseRule {
  const clock =
    unit === 'business days' ? { unit, count, afterHours } : unit === 'open hours' ? { unit, count } : { unit };
  return { id, name: id, channels: 'all', clock, starts, stops, source: 'Drawn' };
}

function productCalendar({ zone, holidays, hours, listed }: NaiveCalendar) {
  const days = [...listed].map(([date, kind]) => ({ day: date, kind, reason: 'Listed' }));
  return businessCalendar({ zone, holidays, openingHours: JSON.stringify(hours) }, days);
}

function productEvent({ kind, at, from, until }: NaiveEvent, id: number): CaseEvent {
  const detail =
    kind === 'paused'
      ? { category: 'writer', enteredAt: at }
      : kind === 'extended'
        ? { until }
        : kind === 'danger'
          ? { danger: 1 }
          : { message: 'm' };
  return { kind, at: from ?? at, id, personId: null, detail } as CaseEvent;
}

/** Takes them one after the other from where the drawn numbers point. */
function inOrder<T>(all: T[], order: number[]): T[] {
  const left = [...all];
  return order.flatMap((place) => (left.length === 0 ? [] : left.splice(place % left.length, 1))).concat(left);
}
