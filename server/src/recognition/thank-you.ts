import type { HeartLetter } from '@heart-survey/shared/heart';
import type { Department, Region } from '../org/org.ts';
import type { Cut } from './quoted.ts';

/** The sentence of the policy that every thank-you has (docs/policies/heart-cws.md, step 3). */
export const firstSentence = 'Thank you for providing exceptional customer service.';

/** The second sentence, unless an administrator wrote another one for the department. */
export const policySentence =
  'You have been recognized by a customer for your Helpfulness, Expertise, Attentiveness, Respect and Timeliness (HEART)!';

/** The second sentence of a department's thank-yous. */
export function secondSentence({ thanksSentence }: Pick<Department, 'thanksSentence'>): string {
  return thanksSentence ?? policySentence;
}

/** Everything that a thank-you says, before it is sent and after. */
export interface ThankYou {
  region: Region;
  /** The stored comment, which is never shown as it is. */
  comment: string;
  /** The comment's language, if known. */
  language: string | null;
  cuts: readonly Cut[];
  letters: readonly HeartLetter[];
  /** The month of the response, never its day: `2026-08`. */
  month: string;
  /** The sender's own words. */
  line: string | null;
  recipient: Addressee;
  /** The name of the team, if a team is thanked. */
  team: string | null;
  sender: { name: string; email: string };
}

/** An employee as a thank-you reaches them. */
interface Addressee {
  name: string;
  email: string;
  supervisorEmail: string | null;
}
