import type { Change } from '../change.ts';
import type { Status } from '../scores.ts';

/**
 * The texts of what the public sees of the results, in one language: the pages at `/results`, and `<heart-results>`. Apart
 * from the survey's texts, so that neither the element nor the survey page grows. `{name}` is a placeholder; most often, it
 * is the name of a department or region, which is not translated.
 */
export interface ResultsTexts {
  /** Who wrote and read the translation, in English. */
  source: string;

  /** The title of `/results`, and the link to it. */
  title: string;
  lead: string;
  /** The title of a department's page; `{name}`. */
  of: string;
  /** The link to a department's page; `{name}`. */
  all: string;

  /** `July to September 2026`: `{from}`, `{to}`, `{year}`. */
  quarter: string;
  /** `December 2026 to February 2027`: `{from}`, `{fromYear}`, `{to}`, `{toYear}`. */
  quarterOverYears: string;
  /** `Jul–Sep`: `{from}`, `{to}`. */
  months: string;
  /** `Jul–Sep 2026`: `{months}`, `{year}`. */
  shortQuarter: string;

  /** `{quarter}`, `{count}`, `{name}`, `{average}`, `{goal}` */
  sentence: string;
  /** `{quarter}`, `{name}` */
  nobody: string;
  /** `{quarter}`, `{name}` */
  withheldSentence: string;
  withheldWhy: string;
  /** After `withheldSentence`, if that is known. `{goal}` */
  goalMet: string;
  goalMissed: string;

  status: Record<Status | 'suppressed', string>;
  /** `{goal}` */
  goal: string;
  /** `{low}`, `{high}` */
  interval: string;
  noInterval: string;
  change: Record<Change['verdict'], string>;
  /** If the quarter before is not published. */
  noChange: string;

  heads: {
    quarter: string;
    average: string;
    interval: string;
    responses: string;
    ratings: string;
    change: string;
    region: string;
    department: string;
    statement: string;
    whole: string;
  };
  /** `{name}` */
  caption: string;
  /** The chart for screen readers: `{name}`, `{list}`. */
  chart: string;
  show: string;

  quarterPage: {
    regions: string;
    /** Explains the drawing in the table. `{goal}` */
    drawing: string;
    /** Responses that a representative excluded as not genuine. `{count}` */
    excluded: string;
    excludedFew: string;
    trend: string;
    statements: string;
    /** The same for every region, in a table to open. */
    statementsByRegion: string;
    quotes: string;
    quotesLead: string;
    noQuotes: string;
    did: string;
    /** `{quarter}`, `{count}`, `{name}`, `{average}` */
    said: string;
    done: string;
    nothingDone: string;
    files: string;
    json: string;
    csv: string;
    /** Describes the columns of the CSV. */
    csvMetadata: string;
    others: string;
    /** `{date}`: when it was published. */
    published: string;
  };

  /** Service standards of a quarter, in a table. */
  standards: {
    title: string;
    lead: string;
    /** The heads of the table. */
    standard: string;
    goal: string;
    result: string;
    /** `{amount}`, such as `95%` or `5 days`. */
    atLeast: string;
    atMost: string;
    met: string;
    missed: string;
    none: string;
    /** What is measured of cases: all promised dates, first replies, and answers. */
    kept: string;
    replies: string;
    answers: string;
    /** `{count}`: how many such dates there were. */
    dates: string;
    /** The department counts it by hand. */
    entered: string;
    /** `{count}`: how many people, cases or measurements such a figure is based on. */
    basedOn: string;
    /** Nobody counted them. */
    noCount: string;
    /** Why it is withheld. */
    few: string;
    /** `{date}`: when it was corrected, if the new figure is withheld. */
    corrected: string;
  };

  /** Corrections of a quarter. */
  corrections: {
    title: string;
    /** `{date}`, `{version}` */
    corrected: string;
    /** `{version}`, `{hash}`: the first characters of the SHA-256. */
    replaced: string;
    subtract: string;
    /** `{date}`, `{version}` */
    noticed: string;
  };

  counted: { title: string; list: readonly [string, string, string, string, string, string, string, string, string] };

  complain: { title: string; lead: string };

  departmentPage: {
    /** The link to the latest quarter, after its sentence. */
    latest: string;
    quarters: string;
    withdrawnTitle: string;
    /** `{date}` */
    withdrawn: string;
    /** `{reason}` */
    reason: string;
    /** `{name}` */
    none: string;
  };

  /** A fiscal year by customer group, such as clients and family members. */
  customerGroups: {
    title: string;
    /** The head of the column with the names. */
    group: string;
    /** The row of responses without a group. */
    notGiven: string;
    /** `{date}` */
    once: string;
    restated: string;
    withheld: string;
    /** Why, if it is not because of few people. */
    why: Record<'restated' | 'deleted' | 'quarter missing' | 'not made', string>;
  };

  agencyPage: {
    order: string;
    latest: string;
    quarters: string;
    none: string;
    /** Comes before the names. */
    without: string;
    /** In the table of all quarters. */
    notPublished: string;
  };

  withdrawnPage: {
    title: string;
    /** `{quarter}`, `{name}`, `{date}` */
    lead: string;
    copies: string;
    others: string;
  };

  /** At an address without results. */
  missing: { title: string; lead: string };
}
