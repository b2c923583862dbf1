import type { LaterTexts } from '@heart-survey/shared/languages/catalog';
import type { Ending } from './ending.ts';
import type { FailureReason, Receipt } from './outcome.ts';
import type { Problems } from './problems.ts';

/** The form's settings and callbacks. */
export interface EnhanceOptions {
  text: LaterTexts;
  /** The collector's address, without a trailing slash. */
  endpoint: string;
  /** The slug of the rated region. */
  region: string;
  /** The region's name, as its customers know it. */
  regionName: string;
  /** Whether a draft survives a reload of the tab; not on a device that the next person uses. */
  drafts: boolean;
  /**
   * The response is stored, or kept on this device and sent later.
   * @param byPress whether this directly follows a press of the button; only then may the focus move.
   */
  ended: (ending: Ending, byPress: boolean) => void;
  /** The collector refused a kept response: show the form again with these problems. */
  reopen: (problems: Problems) => void;
  /** The form now shows problems, or no longer does. */
  marked?: (hasProblem: boolean) => void;
  /** At a kiosk, the form was emptied because no one had touched it for a while. */
  abandoned?: () => void;
  /** The collector has stored the response. */
  stored?: (receipt: Receipt) => void;
  /** An attempt failed. The respondent has seen a message, and no answer is lost. */
  failed?: (reason: FailureReason) => void;
}

/** A form with its behavior. */
export interface Enhanced {
  /** Another form replaces this one. Its pending response still gets a result. */
  leave: () => void;
  /** Shows the messages again in the current language. */
  translate: () => void;
  /** Fills in a box that has just been added to the form, as the draft has it. */
  refill: () => void;
  /** The problems that it shows. */
  problems: () => Problems | undefined;
}
