import { isPassing, type FailureReason } from './outcome.ts';

/**
 * What a form does: it asks, its answers are on their way, they are kept on this device and go out later, or it is done
 * and nothing can happen to it any more.
 */
export type Stage = 'asking' | 'sending' | 'kept' | 'done';

/** Where each stage may lead. Answers that were sent before a reload may get their result while the form asks. */
export const steps: Readonly<Record<Stage, readonly Stage[]>> = {
  asking: ['asking', 'sending', 'done'],
  sending: ['asking', 'kept', 'done'],
  kept: ['asking', 'done'],
  done: [],
};

/** What else decides where a result leads. */
export interface Circumstances {
  /** This device keeps the answers, and sends them again on its own. */
  isKept: boolean;
  /** The form holds other answers than those that were sent. */
  isEdited: boolean;
  /** The next person uses this device, so nobody waits for what becomes of the answers. */
  isShared: boolean;
  /** The page is being left, which cuts off its requests. */
  isLeaving: boolean;
}

/**
 * The stage that the result of a try leads to.
 * @param reason why the answers were not stored; undefined if they were.
 */
export function stageAfter(
  reason: FailureReason | undefined,
  { isKept, isEdited, isShared, isLeaving }: Circumstances,
): Exclude<Stage, 'sending'> {
  if (isEdited || (reason && (isLeaving || !isKept || !isPassing(reason)))) return 'asking';
  return reason && !isShared ? 'kept' : 'done';
}
