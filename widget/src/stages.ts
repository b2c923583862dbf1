import { isPassing, type FailureReason } from './outcome.ts';

/**
 * A form's stage: it asks, it is sending, its answers are kept on this device and sent later, or it is done and never
 * changes again.
 */
export type Stage = 'asking' | 'sending' | 'kept' | 'done';

/** The possible next stages. Answers that were sent before a reload may get their result while the form asks. */
export const steps: Readonly<Record<Stage, readonly Stage[]>> = {
  asking: ['asking', 'sending', 'done'],
  sending: ['asking', 'kept', 'done'],
  kept: ['asking', 'done'],
  done: [],
};

/** The conditions that decide the next stage. */
export interface Circumstances {
  /** This device keeps the answers and sends them again automatically. */
  isKept: boolean;
  /** The answers were edited after they were sent. */
  isEdited: boolean;
  /** Other people use this device next, so no one waits for the result. */
  isShared: boolean;
  /** The page is being left, which cuts off its requests. */
  isLeaving: boolean;
}

/**
 * The next stage after the result of an attempt.
 * @param reason why the answers were not stored; undefined if they were.
 */
export function stageAfter(
  reason: FailureReason | undefined,
  { isKept, isEdited, isShared, isLeaving }: Circumstances,
): Exclude<Stage, 'sending'> {
  if (isEdited || (reason && (isLeaving || !isKept || !isPassing(reason)))) return 'asking';
  return reason && !isShared ? 'kept' : 'done';
}
