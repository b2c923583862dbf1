import type { FailureReason, Receipt } from './outcome.ts';

/** Tells the page that the collector has stored a response. It carries no answers. */
export class HeartResponseEvent extends Event {
  declare readonly id: string;
  /** The fiscal quarter that the response counts in, by its first month: `2026-07`. */
  declare readonly quarter: string;

  constructor({ id, quarter }: Receipt) {
    super('heart-response', { bubbles: true, composed: true });
    this.id = id;
    this.quarter = quarter;
  }
}

/** Tells the page that a response could not be sent; the respondent has seen a message and still has the answers. */
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
