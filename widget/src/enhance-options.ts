import type { LaterTexts } from '@heart-survey/shared/languages/catalog';
import type { Ending } from './ending.ts';
import type { FailureReason, Receipt } from './outcome.ts';
import type { Problems } from './problems.ts';

/** What the form needs to know, and whom it tells what happened. */
export interface EnhanceOptions {
  text: LaterTexts;
  /** The collector's address, without a slash at the end. */
  endpoint: string;
  /** The slug of the region that is rated. */
  region: string;
  /** The region's name, as its customers know it. */
  regionName: string;
  /** Whether a draft survives a reload of the tab; not on a device that the next person uses. */
  drafts: boolean;
  /**
   * The response is stored, or kept on this device, which sends it later.
   * @param byPress whether this follows directly from a press of the button; only then may the focus move.
   */
  ended: (ending: Ending, byPress: boolean) => void;
  /** The collector refused a response that was kept: show the form again, with these problems. */
  reopen: (problems: Problems) => void;
  /** The form shows problems now, or no longer. */
  marked?: (hasProblem: boolean) => void;
  /** Nobody has touched the form at a kiosk for a while, and it has been emptied. */
  abandoned?: () => void;
  /** The collector has stored the response. */
  stored?: (receipt: Receipt) => void;
  /** A try failed; the respondent has seen a message, and no answer is lost. */
  failed?: (reason: FailureReason) => void;
}

/** A form with its behavior. */
export interface Enhanced {
  /** Another form replaces this one. What it has sent still gets its result. */
  leave: () => void;
  /** Shows its messages again, in the current language. */
  translate: () => void;
  /** The problems it shows. */
  problems: () => Problems | undefined;
}
