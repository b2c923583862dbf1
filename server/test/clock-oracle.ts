import Holidays from 'date-holidays';

// Counts the clocks of a case by going through time in steps of 15 minutes. It shares no code with what it checks: no
// Temporal and no calendar of ours, only Intl and a table of holidays.

/** In milliseconds. */
export const step = 15 * 60 * 1000;

export interface NaiveHours {
  opens: string;
  closes: string;
}

/** A calendar's settings, as a department has them. */
export interface NaiveCalendar {
  since: number;
  zone: string;
  holidays: string | null;
  /** From Monday to Sunday. Null means closed. */
  hours: (NaiveHours | null)[];
  listed: Map<string, 'closed' | 'open'>;
}

export interface NaiveRule {
  id: string;
  unit: 'business days' | 'open hours' | 'end of the same day';
  count: number;
  afterHours: 'same day' | 'next business day';
  starts: 'received' | 'acknowledged' | 'reopened';
  stops: 'acknowledged' | 'answered';
}

export interface NaiveEvent {
  kind: string;
  /** When it became known. Events of the same moment are in order. */
  at: number;
  /** When a pause began. */
  from?: number;
  /** The new day of an extension. */
  until?: string;
}

interface NaivePause {
  from: number;
  until: number;
}

interface NaivePromise {
  since: number;
  at: number;
}

/** What is compared. */
export interface NaiveClock {
  rule: string;
  startedAt: number;
  dueAt: number | null;
  breaches: number[];
  endedAt: number | null;
}

interface Running extends NaiveClock {
  settings: NaiveRule | null;
  stops: string;
  isLate: boolean;
  promise: NaivePromise | null;
  floors: NaivePromise[];
}

/** The clocks that a case has had until a moment. */
export function naiveClocks(
  rules: NaiveRule[],
  calendars: NaiveCalendar[],
  events: NaiveEvent[],
  now: number,
): NaiveClock[] {
  const clocks: Running[] = [];
  const pauses: NaivePause[] = [];
  let calendar = calendars[0]!;
  let round = 0;
  let isOpen = false;
  let wasAcknowledged = false;

  const live = (stops?: string) =>
    clocks.filter((clock) => clock.endedAt === null && (stops === undefined || clock.stops === stops));
  const isPaused = () => pauses.some(({ until }) => until === Infinity);
  const recount = (clock: Running) => {
    if (clock.isLate) return;
    if (isPaused()) clock.dueAt = null;
    else {
      const { promise, settings } = clock;
      const first = promise
        ? naivePromise(calendar, promise, pauses)
        : naiveDue(calendar, settings!, clock.startedAt, pauses);
      clock.dueAt = Math.max(first, ...clock.floors.map((floor) => naivePromise(calendar, floor, pauses)));
    }
  };
  const add = (settings: NaiveRule | null, startedAt: number, promise: NaivePromise | null) => {
    const rule = settings?.id ?? 'promised';
    const clock: Running = {
      ...{ rule, settings, stops: settings?.stops ?? 'answered', startedAt, dueAt: null, breaches: [], endedAt: null },
      ...{ isLate: false, promise, floors: [] },
    };
    clocks.push(clock);
    recount(clock);
  };
  const start = (what: string, at: number) => {
    const wasPromised = live('answered').some(({ rule }) => rule === 'promised');
    for (const rule of rules) {
      if (rule.starts === what && !(wasPromised && rule.stops === 'answered')) add(rule, at, null);
    }
  };
  const happen = ({ kind, at, from, until }: NaiveEvent) => {
    if (kind === 'received' && round === 0) {
      [round, isOpen] = [1, true];
      start('received', at);
      return;
    }
    if (kind === 'reopened' && round > 0 && !isOpen) {
      [round, isOpen] = [2, true];
      start('reopened', at);
      return;
    }
    if (!isOpen) return;
    if (kind === 'acknowledged' || kind === 'message out') for (const clock of live('acknowledged')) clock.endedAt = at;
    if ((kind === 'acknowledged' || kind === 'message out') && round === 1 && !wasAcknowledged) {
      wasAcknowledged = true;
      start('acknowledged', at);
    }
    if (kind === 'answered' || kind === 'closed') {
      for (const clock of live()) clock.endedAt = at;
      for (const pause of pauses) if (pause.until === Infinity) pause.until = at;
      isOpen = false;
    }
    if (kind === 'paused' && !isPaused()) {
      pauses.push({ from: from!, until: Infinity });
      for (const clock of live()) recount(clock);
    }
    if (kind === 'resumed' && isPaused()) {
      for (const pause of pauses) if (pause.until === Infinity) pause.until = at;
      for (const clock of live()) recount(clock);
    }
    if (kind === 'extended') {
      const promise = { since: at, at: naiveEndOf(calendar, at, until!) };
      const answers = live('answered');
      if (answers.length === 0) add(null, at, promise);
      for (const clock of answers) {
        Object.assign(clock, { promise, floors: [], isLate: false });
        recount(clock);
      }
    }
  };

  const first = Math.min(now, ...events.map(({ at }) => at), ...calendars.slice(1).map(({ since }) => since));
  for (let at = first; at <= now; at += step) {
    for (const clock of live()) {
      if (clock.isLate || clock.dueAt === null || clock.dueAt > at) continue;
      clock.isLate = true;
      if (!clock.breaches.includes(clock.dueAt)) clock.breaches.push(clock.dueAt);
    }
    for (const changed of calendars.slice(1)) {
      if (changed.since !== at) continue;
      calendar = changed;
      const tonight = naiveEndOf(calendar, at, localTime(calendar.zone, at).date);
      for (const clock of live()) {
        if (!clock.isLate) clock.floors.push({ since: at, at: Math.min(tonight, clock.dueAt ?? tonight) });
        recount(clock);
      }
    }
    for (const event of events) if (event.at === at) happen(event);
  }
  return clocks.map(({ rule, startedAt, dueAt, breaches, endedAt }) => ({
    ...{ rule, startedAt, dueAt, breaches, endedAt },
  }));
}

/** By the zone and the moment, since Intl is slow. */
const localTimes = new Map<string, Map<number, { date: string; time: string }>>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** The local date and time. */
export function localTime(zone: string, at: number): { date: string; time: string } {
  const known = localTimes.get(zone) ?? new Map<number, { date: string; time: string }>();
  localTimes.set(zone, known);
  const found = known.get(at);
  if (found) return found;
  const two = '2-digit';
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', {
      ...{ timeZone: zone, year: 'numeric', month: two, day: two, hour: two, minute: two },
    });
  formats.set(zone, format);
  const [date, time] = format.format(at).split(' ') as [string, string];
  known.set(at, { date, time });
  return { date, time };
}

const weekdays = new Map<string, number>();

function weekdayOf(date: string): number {
  const known = weekdays.get(date) ?? (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
  weekdays.set(date, known);
  return known;
}

const holidays = new Map<string, Set<string>>();

function isHoliday(country: string, date: string): boolean {
  const year = date.slice(0, 4);
  const known =
    holidays.get(country + year) ??
    new Set(
      new Holidays(country)
        .getHolidays(Number(year))
        .filter(({ type }) => type === 'public')
        .map((one) => one.date.slice(0, 10)),
    );
  holidays.set(country + year, known);
  return known.has(date);
}

function isBusiness({ listed, holidays: country, hours }: NaiveCalendar, date: string): boolean {
  if (listed.has(date)) return listed.get(date) === 'open';
  const weekday = weekdayOf(date);
  return weekday < 5 && hours[weekday] !== null && !(country !== null && isHoliday(country, date));
}

function hoursOf({ hours }: NaiveCalendar, date: string): NaiveHours {
  return hours[weekdayOf(date)] ?? { opens: '08:00', closes: '17:00' };
}

/** The first moment after that day. @param from a moment on or before that day. */
function naiveEndOf({ zone }: NaiveCalendar, from: number, day: string): number {
  let at = from;
  while (localTime(zone, at).date <= day) at += step;
  return at;
}

/** Whether a clock stood still just before a moment. */
function wasPaused(pauses: NaivePause[], at: number): boolean {
  return pauses.some(({ from, until }) => from <= at - step && at - step < until);
}

function naiveDue(calendar: NaiveCalendar, rule: NaiveRule, start: number, pauses: NaivePause[]): number {
  if (rule.unit === 'business days') return naiveBusinessDays(calendar, rule, start, pauses);
  const { zone } = calendar;
  let left = rule.count * 60 * 60 * 1000;
  for (let at = start; ; at += step) {
    const { date, time } = localTime(zone, at);
    const { opens, closes } = hoursOf(calendar, date);
    if (!isBusiness(calendar, date)) continue;
    if (rule.unit === 'end of the same day') {
      if (time === closes && at > start && !wasPaused(pauses, at)) return at;
      continue;
    }
    if (time < opens || time >= closes || wasPaused(pauses, at + step)) continue;
    left -= step;
    if (left === 0) return at + step;
  }
}

function naiveBusinessDays(
  calendar: NaiveCalendar,
  { count, afterHours }: NaiveRule,
  start: number,
  pauses: NaivePause[],
): number {
  const { zone } = calendar;
  let date = localTime(zone, start).date;
  let counted = 0;
  /** Whether the day that the event belongs to is over. */
  let hasBegun = false;
  let isFirst = true;
  for (let at = start; ; at += step) {
    const today = localTime(zone, at).date;
    if (today <= date) continue;
    // The day `date` ended at this moment.
    if (hasBegun && isBusiness(calendar, date) && !wasPaused(pauses, at)) counted += 1;
    const wasOpen =
      isBusiness(calendar, date) && !(isFirst && localTime(zone, start).time >= hoursOf(calendar, date).closes);
    if (afterHours === 'same day' || wasOpen) hasBegun = true;
    if (hasBegun && counted === count) return at;
    [date, isFirst] = [today, false];
  }
}

/** A promised moment, with as many business days added as were paused until then. */
function naivePromise(calendar: NaiveCalendar, { since, at: promised }: NaivePromise, pauses: NaivePause[]): number {
  const { zone } = calendar;
  const first = localTime(zone, since).date;
  const last = localTime(zone, promised - step).date;
  let owed = 0;
  let date = first;
  for (let at = since; ; at += step) {
    if (at === promised && owed === 0 && !wasPaused(pauses, at)) return at;
    const today = localTime(zone, at).date;
    if (today <= date) continue;
    const stoodStill = wasPaused(pauses, at);
    const counts = isBusiness(calendar, date);
    if (date <= last && counts && stoodStill && (date !== first || date === last)) owed += 1;
    if (date > last && counts && !stoodStill && owed > 0) owed -= 1;
    if (date >= last && owed === 0 && !stoodStill) return at;
    date = today;
  }
}
