import type { Item } from '../items.ts';

/** What a catalogue says of itself. */
export interface CatalogueFacts {
  /** BCP 47. */
  tag: string;
  /** The language's own name. */
  name: string;
  direction: 'ltr' | 'rtl';
  /** A draft was not yet read by a translator of the agency. */
  review: 'draft' | 'reviewed';
  /** Where the wording comes from, and who has read it: for those who answer for it, in English. */
  source: string;
}

/** What the form itself says, in one language. `{name}` stands for a value filled in where it is shown. */
export interface FormTexts extends Pick<CatalogueFacts, 'tag' | 'direction'> {
  /** Each statement has its HEART word above it; the wording's version is that of `currentWording`. */
  items: Record<Item, { word: string; statement: string }>;
  /** The five points, 1 to 5. */
  scale: readonly [string, string, string, string, string];

  /** What the choice of a language is called. */
  languages: string;
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
  /** Before `kept`: what kept the answers from being stored. */
  whyKept: Record<'offline' | 'unavailable' | 'tooMany', string>;
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
  'whyKept',
  'kept',
  'notFound',
  'retired',
  'thanksTitle',
  'thanks',
  'thanksNext',
] as const satisfies readonly (keyof FormTexts)[];
export type LaterTexts = Pick<FormTexts, (typeof laterTexts)[number]>;

/** What the script of the hosted page says. */
export const pageTexts = [
  ...laterTexts,
  'title',
  'errorPrefix',
  'stillThere',
] as const satisfies readonly (keyof Catalogue)[];

/** All that the form says. */
export const formTexts = [
  'direction',
  'scale',
  'languages',
  'title',
  'lead',
  'comment',
  'notice',
  'send',
  'about',
  'thisOffice',
  'privacy',
  'close',
  ...laterTexts,
] as const satisfies readonly (keyof FormTexts)[];

/** The mail programs that the signature's page explains. */
export const mailPrograms = ['newOutlook', 'classicOutlook', 'outlookWeb', 'gmail'] as const;
export type MailProgram = (typeof mailPrograms)[number];

/**
 * Everything that a respondent or a member of staff can read in a page of ours: what the form says, and the rest. The
 * pages for webmasters and programs, `/embed` and `/docs`, are in English alone.
 */
export interface Catalogue extends CatalogueFacts, FormTexts {
  /** Before the title of a page with a problem. */
  errorPrefix: string;
  garbled: string;
  /** At a field that only machines find. */
  leaveEmpty: string;
  sendAgain: string;
  /** On the page that says thank you. */
  closePage: string;

  notFoundTitle: string;
  brokenTitle: string;
  broken: string;
  retiredTitle: string;
  /** The link from a page that leads nowhere to the front page. */
  seeAll: string;
  tryAgain: string;
  /** At a kiosk, for the next person. */
  startAgain: string;
  /** At a kiosk that nobody touches, before the form is emptied. */
  stillThere: string;

  /** The installation's front page. */
  home: {
    lead: string;
    offices: string;
    none: string;
    nextTitle: string;
    /** What happens with the answers (docs/policies/heart-cws.md, "Customer Experience Survey"). */
    next: readonly [string, string, string];
    staffTitle: string;
    signature: string;
    print: string;
  };

  privacyPage: {
    lead: string;
    keptTitle: string;
    kept: string;
    publicRecord: string;
    notKeptTitle: string;
    notKept: string;
    address: string;
    deviceTitle: string;
    device: string;
    seenTitle: string;
    seen: string;
    longTitle: string;
    /** Where the installation has not said how long. */
    longUnsaid: string;
  };

  accessibility: {
    title: string;
    lead: string;
    standard: string;
    works: string;
    limitsTitle: string;
    /** `{languages}` */
    drafts: string;
    noLimits: string;
    waysTitle: string;
    ways: string;
    tellTitle: string;
    tell: string;
  };

  contact: {
    title: string;
    /** Before the addresses. */
    reach: string;
    /** Where the installation has not said any. */
    unsaid: string;
    email: string;
    phone: string;
    mail: string;
  };

  /** The sheets to print, and the page around them. */
  print: {
    title: string;
    lead: string;
    sheets: string;
    both: string;
    form: string;
    poster: string;
    instruction: string;
    date: string;
    /** Before the address. */
    returnTo: string;
    /** Where the installation has not said an address. */
    handIn: string;
    /** Before the link. */
    online: string;
    posterLead: string;
    scan: string;
    /** `{region}` */
    code: string;
    paper: string;
  };

  /** The generator of signatures, and what stands in them. */
  signature: {
    title: string;
    lead: string;
    name: string;
    role: string;
    office: string;
    phone: string;
    region: string;
    language: string;
    numbers: string;
    numbersHint: string;
    show: string;
    previewTitle: string;
    copyRich: string;
    copyHtml: string;
    copyText: string;
    copied: string;
    copyByHand: string;
    noScript: string;
    /** Stand in the signature until the person's own are typed. */
    yourName: string;
    yourRole: string;
    yourPhone: string;
    /** Before the telephone number. */
    dial: string;
    /** The policy's own words: "How are we doing? Click on the link to let us know:" (docs/policies/heart-cws.md, step 1). */
    question: string;
    /** `{region}` The link's words, as the policy lists them. */
    link: string;
    /** Before the numbers, `{low}` and `{high}` being the ends of the scale. */
    rate: string;
    stepsTitle: string;
    /** `{program}` */
    picture: string;
    programs: Record<MailProgram, string>;
    steps: Record<MailProgram, readonly [string, string, string]>;
  };
}
