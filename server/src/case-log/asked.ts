import { dayFrom } from '@heart-survey/shared/dates';
import { Temporal } from 'temporal-polyfill';
import { channels, kinds, outcomes, type CaseKind, type Channel, type Outcome } from '../cases/cases.ts';
import { findBySlug, type Department, type Desk } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';

/** Which cases the log shows. Null for all. */
export interface Asked {
  /** The first and the last day on which they came in, `2027-01-19`, in their department's zone. */
  from: string | null;
  to: string | null;
  department: Department | null;
  desk: Desk | null;
  kind: CaseKind | null;
  channel: Channel | null;
  outcome: Outcome | null;
  /** Only those with a promise that was missed, or that went to the second stage. */
  only: 'missed' | 'second' | null;
  /** Whether files and the printed log have what was written too. */
  hasTexts: boolean;
}

/** The names of the log's filters in an address. */
const names = ['from', 'to', 'department', 'desk', 'kind', 'channel', 'outcome', 'only', 'texts'] as const;

/** Reads the filters in an address; what does not exist is left out. */
export function askedIn(
  query: (name: string) => string | undefined,
  { departments, desks }: { departments: readonly Department[]; desks: readonly Desk[] },
): Asked {
  const one = <T extends string>(all: readonly T[], name: string) => all.find((value) => value === query(name)) ?? null;
  const day = (name: string) => (dayFrom(query(name) ?? '') === undefined ? null : query(name)!);
  return {
    from: day('from'),
    to: day('to'),
    department: findBySlug(departments, query('department')) ?? null,
    desk: findBySlug(desks, query('desk')) ?? null,
    kind: one(kinds, 'kind'),
    channel: one(channels, 'channel'),
    outcome: one(outcomes, 'outcome'),
    only: one(['missed', 'second'] as const, 'only'),
    hasTexts: query('texts') === 'yes',
  };
}

/** What is wrong with the filters as they are in the address. */
export function problemsIn(query: (name: string) => string | undefined, { from, to }: Asked): FieldError[] {
  const typed = (name: 'from' | 'to') => (query(name) ?? '') !== '';
  const unread = (['from', 'to'] as const)
    .filter((name) => typed(name) && { from, to }[name] === null)
    .map((at) => ({ at, message: 'Enter a date, such as 2027-01-19.' }));
  return from !== null && to !== null && to < from
    ? [...unread, { at: 'to', message: 'The last day is before the first one.' }]
    : unread;
}

/** The filters as they are in an address, without those that are not set. */
export function queryOf(asked: Asked): URLSearchParams {
  const { department, desk, hasTexts, ...rest } = asked;
  const values: Record<string, string | null> = {
    ...rest,
    department: department?.slug ?? null,
    desk: desk?.slug ?? null,
    texts: hasTexts ? 'yes' : null,
  };
  const query = new URLSearchParams();
  for (const name of names) if (values[name]) query.set(name, values[name]);
  return query;
}

/** The moments between which the cases of a department came in: `from` counts, `to` does not. */
export function periodIn({ zone }: Pick<Department, 'zone'>, { from, to }: Asked): { from: number; to: number } {
  const start = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).epochMilliseconds;
  return {
    from: from === null ? 0 : start(Temporal.PlainDate.from(from)),
    to: to === null ? Number.MAX_SAFE_INTEGER : start(Temporal.PlainDate.from(to).add({ days: 1 })),
  };
}
