import type { Item } from '../items.ts';

/** Everything that a respondent can read, in one language. `{name}` stands for a value filled in where it is shown. */
export interface Catalogue {
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
  send: string;
  /** `{region}` */
  about: string;
  /** Stands for `{region}` where only its slug is known: in an embed without the region's name. */
  thisOffice: string;
  privacy: string;
  languages: string;

  /** On the front page, above the list of surveys. */
  chooseOffice: string;

  thanksTitle: string;
  /** `{region}` */
  thanks: string;
  thanksNext: string;

  /** Before the title of a page with a problem. */
  errorPrefix: string;
  problem: string;
  noRatings: string;
  /** `{statement}` */
  badRating: string;
  commentTooLong: string;
  garbled: string;
  sendAgain: string;
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

  notFoundTitle: string;
  notFound: string;
  brokenTitle: string;
  broken: string;
  retiredTitle: string;
  /** `{region}` */
  retired: string;
}
