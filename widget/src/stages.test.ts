import { describe, expect, test } from 'vitest';
import type { FailureReason } from './outcome.ts';
import { stageAfter, steps, type Stage } from './stages.ts';

const stages = Object.keys(steps) as Stage[];
const passing: FailureReason[] = ['offline', 'unavailable', 'tooMany'];
const final: FailureReason[] = ['refused', 'tooLarge', 'alreadySent', 'notFound', 'retired', 'notKept'];

const own = { isKept: true, isEdited: false, isShared: false, isLeaving: false };
const yesAndNo = [true, false];
const everyCircumstance = yesAndNo.flatMap((isKept) =>
  yesAndNo.flatMap((isEdited) =>
    yesAndNo.flatMap((isShared) => yesAndNo.map((isLeaving) => ({ isKept, isEdited, isShared, isLeaving }))),
  ),
);

describe('the steps', () => {
  test('each lead to a stage that exists', () => {
    for (const stage of stages) for (const next of steps[stage]) expect(stages).toContain(next);
  });

  test('lead from asking to every stage, and from every stage except the last to done', () => {
    const reached = new Set<Stage>(['asking']);
    for (const stage of reached) for (const next of steps[stage]) reached.add(next);
    expect([...reached].toSorted()).toEqual(stages.toSorted());
    for (const stage of stages) expect(steps[stage].includes('done'), stage).toBe(stage !== 'done');
  });

  test('never lead anywhere from done, so that a late result changes nothing', () => {
    expect(steps.done).toEqual([]);
  });

  test('lead to sending only from asking, so that a second press sends nothing', () => {
    expect(stages.filter((stage) => steps[stage].includes('sending'))).toEqual(['asking']);
  });

  test('lead to kept only from sending, because only an attempt can fail temporarily', () => {
    expect(stages.filter((stage) => steps[stage].includes('kept'))).toEqual(['sending']);
  });
});

describe('the stage after an attempt', () => {
  test('is always a stage that sending may lead to', () => {
    for (const reason of [undefined, ...passing, ...final])
      for (const circumstances of everyCircumstance) expect(steps.sending).toContain(stageAfter(reason, circumstances));
  });

  test('is done for a stored response, even on a device that keeps nothing and while the page is being left', () => {
    for (const circumstances of everyCircumstance.filter(({ isEdited }) => !isEdited))
      expect(stageAfter(undefined, circumstances)).toBe('done');
  });

  test('is asking whenever the answers were edited after they were sent', () => {
    for (const reason of [undefined, ...passing, ...final])
      for (const circumstances of everyCircumstance.filter(({ isEdited }) => isEdited))
        expect(stageAfter(reason, circumstances)).toBe('asking');
  });

  test.each(passing)('is kept after %s on a device that keeps the answers', (reason) => {
    expect(stageAfter(reason, own)).toBe('kept');
  });

  test.each(passing)('is done after %s at a kiosk, where the next person comes', (reason) => {
    expect(stageAfter(reason, { ...own, isShared: true })).toBe('done');
  });

  test.each(passing)('is asking after %s on a device that keeps nothing', (reason) => {
    expect(stageAfter(reason, { ...own, isKept: false })).toBe('asking');
    expect(stageAfter(reason, { ...own, isKept: false, isShared: true })).toBe('asking');
  });

  test.each(passing)('is asking after %s while the page is being left, which cuts off its requests', (reason) => {
    expect(stageAfter(reason, { ...own, isLeaving: true })).toBe('asking');
  });

  test.each(final)('is asking after %s, which sending again does not change', (reason) => {
    for (const circumstances of everyCircumstance) expect(stageAfter(reason, circumstances)).toBe('asking');
  });
});
