import { expect, test } from 'vitest';
import type { CaseEvent, EventContent } from './events.ts';
import { secondStageOf } from './second-stage.ts';

/** Events in order, each with the person who caused it. */
const happened = (...all: [EventContent, string?][]): CaseEvent[] =>
  all.map(([content, personId = null], at) => ({ ...content, id: at + 1, at, personId }));
const received: [EventContent] = [{ kind: 'received' }];
const notSatisfied: [EventContent] = [{ kind: 'not satisfied', detail: { channel: 'form' } }];
const handed = (from: string | null, to: string | null): [EventContent] => [{ kind: 'handed', detail: { from, to } }];

test.for([
  ['was answered', true, [[{ kind: 'answered' }, 'a']]],
  ['was closed without an answer', true, [[{ kind: 'closed' }, 'a']]],
  ['is open', false, []],
  [
    'was reopened',
    false,
    [
      [{ kind: 'answered' }, 'a'],
      [{ kind: 'reopened' }, 'a'],
    ],
  ],
  [
    'was in its second stage before',
    false,
    [[{ kind: 'answered' }, 'a'], notSatisfied, [{ kind: 'reopened' }], [{ kind: 'answered' }, 'b']],
  ],
] as [string, boolean, [EventContent, string?][]][])('can begin if the case %s: %s', ([, can, events]) => {
  expect(secondStageOf(happened(received, ...events)).canBegin).toBe(can);
});

test('bars everyone who owned, answered or closed the case before, and no one else', () => {
  const first = happened(
    received,
    handed(null, 'owner'),
    [{ kind: 'acknowledged' }, 'acknowledger'],
    handed('owner', 'next'),
    [{ kind: 'answered' }, 'manager'],
    [{ kind: 'closed' }, 'closer'],
  );
  expect(secondStageOf(first).barred.size).toBe(0);
  const second = [
    ...first,
    ...happened(notSatisfied, [{ kind: 'reopened' }], handed('next', null), handed(null, 'officer')),
  ];
  const { barred, begunAt, isAnswered } = secondStageOf(second);
  expect([...barred].toSorted()).toEqual(['closer', 'manager', 'next', 'owner']);
  expect([begunAt, isAnswered]).toEqual([0, false]);
  const answered = [...second, ...happened([{ kind: 'answered' }, 'officer'])];
  expect(secondStageOf(answered)).toMatchObject({ isAnswered: true, canBegin: false, barred });
});
