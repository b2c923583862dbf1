import type { FailureReason, Receipt } from './outcome.ts';

/** The collector has stored a response. The event contains no answers. */
export class HeartResponseEvent extends Event {
  declare readonly id: string;
  /** The fiscal quarter in which the response counts, named by its first month: `2026-07`. */
  declare readonly quarter: string;

  constructor({ id, quarter }: Receipt) {
    super('heart-response', { bubbles: true, composed: true });
    this.id = id;
    this.quarter = quarter;
  }
}

/** A response could not be sent. The respondent has seen a message and still has the answers. */
export class HeartErrorEvent extends Event {
  declare readonly reason: FailureReason;

  constructor(reason: FailureReason) {
    super('heart-error', { bubbles: true, composed: true });
    this.reason = reason;
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'heart-response': HeartResponseEvent;
    'heart-error': HeartErrorEvent;
  }
}
