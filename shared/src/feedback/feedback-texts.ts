/** What a case can be about, in the order of the form (docs/policies/dufferin-2-3-12.md, section 6.1). */
export const feedbackKinds = [
  'delivery',
  'level',
  'courtesy',
  'privacy',
  'damage',
  'discrimination',
  'access',
  'officials',
  'other',
] as const;
export type FeedbackKind = (typeof feedbackKinds)[number];

/** The formats that a department's survey plan can offer besides the form itself (docs/policies/nc-dhhs-customer-service.md). */
export const surveyFormats = ['large-print', 'braille', 'audio', 'easy-read', 'sign-language', 'helper'] as const;
export type SurveyFormat = (typeof surveyFormats)[number];

/**
 * The texts of the public pages for complaints and requests, in one language. Apart from the survey's texts, so that neither
 * the element nor the survey page grows. `{name}` is a placeholder.
 */
export interface FeedbackTexts {
  /** Who wrote and read the translation, in English. */
  source: string;

  /** The form at `/feedback`. */
  form: {
    title: string;
    lead: string;
    promise: string;
    emergencyTitle: string;
    /** The agency can have its own in place of the next three. */
    emergency: string;
    /** `{hotline}` */
    hotline: string;
    noHotline: string;
    what: string;
    whatHint: string;
    limits: string;
    kind: string;
    kinds: Record<FeedbackKind, string>;
    office: string;
    officeUnknown: string;
    reach: string;
    reachHint: string;
    /** How the writer wishes to be called. */
    personTitle: string;
    personTitleHint: string;
    name: string;
    email: string;
    phone: string;
    post: string;
    send: string;
    about: string;
    fromSurvey: string;
  };

  /** Other ways to complain (docs/policies/dufferin-2-3-12.md, section 6.2). The agency can have its own. */
  ways: { title: string; list: readonly [string, string, string, string, string, string, string] };

  /** The formats that the survey is offered in, and how to ask for one. */
  formats: {
    /** Comes before the list. */
    offered: string;
    /** The same on a page about several offices, if not all of them offer all of it. */
    offeredBySome: string;
    names: Record<SurveyFormat, string>;
    /** The link, and the title of the form that it leads to. */
    ask: string;
    /** In place of what the form asks about other things. */
    what: string;
    whatHint: string;
    empty: string;
  };

  errors: {
    empty: string;
    /** `{count}` */
    tooLong: string;
    email: string;
    /** `{label}` */
    fieldTooLong: string;
    tooLarge: string;
    garbled: string;
    tooMany: string;
    unavailable: string;
    refused: string;
  };

  /** The page after the form was sent. */
  receipt: {
    title: string;
    keep: string;
    reference: string;
    receipt: string;
    lost: string;
    next: string;
    steps: readonly [string, string];
    /** `{date}` */
    acknowledgeBy: string;
    /** `{date}` */
    answerBy: string;
    /** Comes before the address. */
    read: string;
    againTitle: string;
    again: string;
    newForm: string;
  };

  /** The page at `/case`. */
  case: {
    title: string;
    lead: string;
    referenceHint: string;
    receiptHint: string;
    open: string;
    wrong: string;
    /** `{seconds}` */
    wait: string;
    lost: string;
    state: string;
    stages: Record<'received' | 'acknowledged' | 'investigating' | 'answered' | 'closed' | 'reopened', string>;
    dates: string;
    /** `{date}` */
    kept: string;
    /** `{date}` */
    late: string;
    paused: string;
    counted: string;
    firstDay: string;
    /** `{n}` */
    countedDay: string;
    closedDay: string;
    pausedDay: string;
    otherDay: string;
    messages: string;
    fromWriter: string;
    fromUs: string;
    answer: string;
    erased: string;
    write: string;
    message: string;
    send: string;
    sent: string;
    sentBefore: string;
    ended: string;
    messageEmpty: string;
    /** `{count}` */
    messageTooLong: string;
  };

  /** The second stage, at `/case`. */
  second: {
    title: string;
    lead: string;
    why: string;
    blank: string;
    send: string;
    begun: string;
    before: string;
    answer: string;
    last: string;
    /** Comes before how to reach the Ombudsman. */
    ombudsman: string;
  };

  /** The link to a survey, at `/case` after it was closed. */
  after: { title: string; link: string; about: string };

  /** On the survey's thank-you page. */
  survey: { question: string; link: string };

  /** The poster and the paper form. */
  print: {
    posterTitle: string;
    posterLead: string;
    /** Comes before the address. */
    scan: string;
    code: string;
    paper: string;
    instruction: string;
    date: string;
    returnTo: string;
    handIn: string;
    stubTitle: string;
    stub: string;
  };
}
