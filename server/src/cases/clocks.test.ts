import { expect, test } from 'vitest';
import { businessCalendar } from '../org/org.ts';
import { clocksOf, summaryOf } from './clocks.ts';
import type { CaseEvent, EventContent } from './events.ts';
import type { Channel } from './kinds.ts';
import { usualPack } from './rule-packs.ts';

const ontario = businessCalendar({ zone: 'America/Toronto', holidays: 'CA-ON', openingHours: null }, []);
const at = (local: string) => Date.parse(`2027-${local}:00-04:00`);

function aCase(channel: Channel, ...events: [local: string, content: EventContent][]) {
  const numbered = events.map(([local, content], id): CaseEvent => ({ ...content, id, at: at(local), personId: null }));
  return { channel, rules: usualPack.rules, calendars: [{ since: 0, calendar: ontario, id: null }], events: numbered };
}

test('a voicemail on Friday evening before a holiday Monday is due on Tuesday, and says why', () => {
  const received = aCase('voicemail', ['05-21T17:10', { kind: 'received' }]);
  const [reply, answer] = clocksOf(received, at('05-22T09:00'));
  expect(reply).toMatchObject({ rule: { id: 'call' }, dueAt: at('05-26T00:00'), state: 'running', breaches: [] });
  expect(reply!.days.map(({ day, isCounted, reason }) => [day, isCounted, reason])).toEqual([
    ['2027-05-21', false, null],
    ['2027-05-22', false, null],
    ['2027-05-23', false, null],
    ['2027-05-24', false, 'Victoria Day'],
    ['2027-05-25', true, null],
  ]);
  expect(answer).toMatchObject({ rule: { id: 'answer' }, dueAt: at('06-08T00:00') });
});

test('a missed date stays missed after an extension, an answer, and reopening', () => {
  const extended = aCase(
    'email',
    ['05-03T10:00', { kind: 'received' }],
    ['05-04T10:00', { kind: 'acknowledged' }],
    ['05-18T10:00', { kind: 'extended', detail: { until: '2027-05-28' } }],
    ['05-27T10:00', { kind: 'answered' }],
    ['05-31T10:00', { kind: 'reopened' }],
  );
  const clocks = clocksOf(extended, at('06-01T10:00'));
  expect(clocks.map(({ rule, state, dueAt, breaches }) => [rule.id, state, dueAt, breaches])).toEqual([
    ['email', 'kept', at('05-05T00:00'), []],
    ['answer', 'late', at('05-29T00:00'), [at('05-18T00:00')]],
    ['second', 'running', at('06-15T00:00'), []],
  ]);
  expect(summaryOf(clocks)).toEqual({ dueAt: at('06-15T00:00'), breaches: 1 });
});

test('a pause that is open has no due date, and moves it by the business days at whose end it was open', () => {
  const events: [string, EventContent][] = [
    ['05-03T10:00', { kind: 'received' }],
    ['05-04T10:00', { kind: 'acknowledged' }],
    ['05-06T15:00', { kind: 'paused', detail: { category: 'writer', enteredAt: at('05-06T15:00') } }],
    ['05-11T09:00', { kind: 'resumed' }],
  ];
  const paused = clocksOf(aCase('email', ...events.slice(0, 3)), at('05-07T12:00'))[1]!;
  expect(paused).toMatchObject({ dueAt: null, state: 'paused' });
  expect(paused.days.at(-1)).toMatchObject({ day: '2027-05-07', isPaused: true, isCounted: false });
  const resumed = clocksOf(aCase('email', ...events), at('05-12T12:00'))[1]!;
  // Thursday, Friday and Monday did not count.
  expect(resumed).toMatchObject({ dueAt: at('05-21T00:00'), state: 'running' });
});
