import type { Item } from '../items.ts';

/** What the form itself says, in one language. `{name}` stands for a value filled in where it is shown. */
export interface FormTexts {
  /** BCP 47. */
  tag: string;
  /** The language's own name. */
  name: string;
  direction: 'ltr' | 'rtl';
  /** A draft was not yet read by a translator of the agency. */
  review: 'draft' | 'reviewed';
  /** Each statement has its HEART word above it; the wording's version is that of `currentWording`. */
  items: Record<Item, { word: string; statement: string }>;
  /** The five points, 1 to 5. */
  scale: readonly [string, string, string, string, string];

  title: string;
  lead: string;
  comment: string;
  /** Shown above the comment, unless the department has its own. */
  notice: string;
  /** Below a comment that looks as if it named someone. */
  personal: string;
  send: string;
  /** `{region}` */
  about: string;
  /** Stands for `{region}` where only its slug is known: in an embed without the region's name. */
  thisOffice: string;
  privacy: string;

  thanksTitle: string;
  /** `{region}` */
  thanks: string;
  thanksNext: string;
  /** On the button of the dialog. */
  close: string;

  problem: string;
  noRatings: string;
  /** `{statement}` */
  badRating: string;
  commentTooLong: string;
  alreadySent: string;
  tooLarge: string;
  tooMany: string;
  unavailable: string;
  refused: string;

  sending: string;
  offline: string;
  /** Where the device may not keep the answers either. */
  notKept: string;
  /** Where the answers wait on the device. */
  keptTitle: string;
  kept: string;

  notFound: string;
  /** `{region}` */
  retired: string;
}

/** What the form's behaviour says once it is shown, in the script that needs no Lit. */
export const laterTexts = [
  'tag',
  'items',
  'personal',
  'problem',
  'noRatings',
  'badRating',
  'commentTooLong',
  'alreadySent',
  'tooLarge',
  'tooMany',
  'unavailable',
  'refused',
  'sending',
  'offline',
  'notKept',
  'keptTitle',
  'kept',
  'notFound',
  'retired',
  'thanksTitle',
  'thanks',
  'thanksNext',
] as const satisfies readonly (keyof FormTexts)[];
export type LaterTexts = Pick<FormTexts, (typeof laterTexts)[number]>;

/** Everything that a respondent can read: what the form says, and what only whole pages say. */
export interface Catalogue extends FormTexts {
  languages: string;
  /** On the front page, above the list of surveys. */
  chooseOffice: string;
  /** Before the title of a page with a problem. */
  errorPrefix: string;
  garbled: string;
  sendAgain: string;
  notFoundTitle: string;
  brokenTitle: string;
  broken: string;
  retiredTitle: string;
  /** On the page that says thank you. */
  closePage: string;
}
