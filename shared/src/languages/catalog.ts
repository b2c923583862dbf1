import type { Item } from '../items.ts';

/** Facts about a catalog. */
export interface CatalogFacts {
  /** BCP 47. */
  tag: string;
  /** The language's own name. */
  name: string;
  direction: 'ltr' | 'rtl';
  /** A draft has not been read by one of the agency's translators yet. */
  review: 'draft' | 'reviewed';
  /** Where the wording comes from and who has read it, in English, for the people responsible for it. */
  source: string;
}

/** The form's own texts in one language. `{name}` is a placeholder, filled in when the text is shown. */
export interface FormTexts extends Pick<CatalogFacts, 'tag' | 'direction'> {
  /** Each statement has its HEART word above it. The wording's version is `currentWording`. */
  items: Record<Item, { word: string; statement: string }>;
  /** The five points of the scale, 1 to 5. */
  scale: readonly [string, string, string, string, string];

  /** Labels the language menu. */
  languages: string;
  title: string;
  lead: string;
  comment: string;
  /** Shown above the comment, unless the department has its own. */
  notice: string;
  /** Shown below a comment that seems to contain personal data. */
  personal: string;
  send: string;
  /** `{region}` */
  about: string;
  /** Used for `{region}` where only the slug is known: in an embed without the region's name. */
  thisOffice: string;
  privacy: string;

  thanksTitle: string;
  /** `{region}` */
  thanks: string;
  thanksNext: string;
  /** The dialog's close button. */
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
  /** Shown when the device cannot save the answers either. */
  notKept: string;
  /** Shown when the answers are saved on the device and will be sent later. */
  keptTitle: string;
  /** Shown before `kept`: why the answers could not be stored. */
  whyKept: Record<'offline' | 'unavailable' | 'tooMany', string>;
  kept: string;

  notFound: string;
  /** `{region}` */
  retired: string;
}

/** The texts that the form's script shows later. It needs no Lit. */
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

/** The texts in the hosted page's script. */
export const pageTexts = [
  ...laterTexts,
  'title',
  'errorPrefix',
  'stillThere',
] as const satisfies readonly (keyof Catalog)[];

/** All texts of the form. */
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

/** The email programs that the signature page explains. */
export const mailPrograms = ['newOutlook', 'classicOutlook', 'outlookWeb', 'gmail'] as const;
export type MailProgram = (typeof mailPrograms)[number];

/**
 * All texts of the pages for respondents and of the signature and print pages: the form's, and the rest. The pages for
 * webmasters and developers, `/embed` and `/docs`, are in English only.
 */
export interface Catalog extends CatalogFacts, FormTexts {
  /** Goes before the title of a page that shows an error. */
  errorPrefix: string;
  garbled: string;
  /** Labels the hidden field that only bots fill in. */
  leaveEmpty: string;
  /** Labels the box below the comment, if the department asks. The element gets it and its hint from the collector. */
  mayShow: string;
  mayShowHint: string;
  /**
   * Asks which of the department's customer groups the respondent belongs to, if the department asks. Below it are the
   * names of the groups, and `noGroup`. The element gets all of them from the collector.
   */
  group: string;
  noGroup: string;
  sendAgain: string;
  /** On the thank-you page. */
  closePage: string;

  notFoundTitle: string;
  brokenTitle: string;
  broken: string;
  retiredTitle: string;
  /** The link to the front page from a page that was not found. */
  seeAll: string;
  tryAgain: string;
  /** On a kiosk, for the next person. */
  startAgain: string;
  /** On an idle kiosk, before the form is cleared. */
  stillThere: string;

  /** The front page. */
  home: {
    lead: string;
    offices: string;
    none: string;
    nextTitle: string;
    /** What happens to the answers (docs/policies/heart-cws.md, "Customer Experience Survey"). */
    next: readonly [string, string, string];
    staffTitle: string;
    signature: string;
    print: string;
  };

  privacyPage: {
    lead: string;
    keptTitle: string;
    kept: string;
    /** Shown only if an office asks. */
    group: string;
    /** A link carries its group and its campaign whether an office asks or not. */
    link: string;
    publicRecord: string;
    notKeptTitle: string;
    notKept: string;
    address: string;
    deviceTitle: string;
    device: string;
    seenTitle: string;
    seen: string;
    longTitle: string;
    /** Shown when the agency has not set how long. */
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
    /** Comes before the addresses. */
    reach: string;
    /** Shown when the agency has not set any. */
    unsaid: string;
    email: string;
    phone: string;
    mail: string;
  };

  /** The pages to print: the form and the poster. */
  print: {
    title: string;
    lead: string;
    sheets: string;
    both: string;
    form: string;
    poster: string;
    instruction: string;
    date: string;
    /** Comes before the address. */
    returnTo: string;
    /** Shown when the agency has not set an address. */
    handIn: string;
    /** Comes before the link. */
    online: string;
    posterLead: string;
    scan: string;
    /** `{region}` */
    code: string;
    paper: string;
  };

  /** The signature page and the signature itself. */
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
    /** Placeholders in the signature until the person types their own. */
    yourName: string;
    yourRole: string;
    yourPhone: string;
    /** Comes before the phone number. */
    dial: string;
    /** The policy's own words: "How are we doing? Click on the link to let us know:" (docs/policies/heart-cws.md, step 1). */
    question: string;
    /** `{region}` The link text, as the policy lists it. */
    link: string;
    /** Comes before the numbers. `{low}` and `{high}` are the ends of the scale. */
    rate: string;
    stepsTitle: string;
    /** `{program}` */
    picture: string;
    programs: Record<MailProgram, string>;
    steps: Record<MailProgram, readonly [string, string, string]>;
  };

  /** The voicemail and out-of-office scripts on the signature page. */
  scripts: {
    title: string;
    lead: string;
    extension: string;
    /** The day on which the greeting is recorded. */
    date: string;
    from: string;
    to: string;
    colleague: string;
    colleagueHint: string;
    copy: string;
    greetingTitle: string;
    /** `{name}`, `{position}`, `{extension}`, `{date}` The policy's own words (docs/policies/dufferin-2-3-12.md §2.1.1). */
    greeting: string;
    awayTitle: string;
    /** `{name}`, `{position}`, `{extension}`, `{from}`, `{to}` The policy's own words (docs/policies/dufferin-2-3-12.md §2.2.3). */
    away: string;
    replyTitle: string;
    /** `{from}`, `{to}`, `{colleague}` What an automatic reply has to contain (docs/policies/dufferin-2-3-12.md §3.1.3). */
    reply: string;
    /** Shown in a script for what is not filled in, in parentheses; `date` for `{from}` and `{to}` too. */
    blanks: Record<'name' | 'position' | 'extension' | 'date' | 'colleague', string>;
  };
}
