import type { Item } from '@heart-survey/shared/items';
import type { Quarter } from '@heart-survey/shared/quarters';
import type { Verdict } from '@heart-survey/shared/verdict';
import type { Change } from '@heart-survey/shared/change';
import type { PlanFigures, PlanProgress, VerdictSide } from '../figures/figures.ts';

/** The languages of the reports. */
type ReportLanguage = 'en' | 'es';

/** What a sentence about a plan's verdict needs. */
export interface VerdictFacts {
  /** The same sentence on the English pages. */
  english: string;
  verdict: Verdict | null;
  isInterim: boolean;
  /** Null if the figures may not be shown. */
  sides: { before: VerdictSide; after: VerdictSide } | null;
  /** How many quarters after the plan have closed; null if the verdict may not be shown. */
  closed: number | null;
}

/** An average with what it is based on. */
export interface Figure {
  average: string;
  n: number;
  responses: number;
}

/** Every text of the reports, for one language. */
export interface ReportTexts {
  language: ReportLanguage;
  /** A draft has not been read by one of the agency's translators, and the report says so. */
  draft: string | undefined;
  page: string;
  pageOf: string;
  item: (item: Item) => string;
  statement: (item: Item) => string;
  months: (quarter: Pick<Quarter, 'id'>) => string;
  /** `Jul–Sep 2026`. */
  shortMonths: (quarter: Pick<Quarter, 'id'>) => string;
  day: (instant: number, zone: string) => string;
  isoDay: (day: string) => string;

  reportTitle: (name: string, months: string) => string;
  closedOn: (quarter: Quarter, day: string, version: number) => string;
  editions: { inside: string; outside: string };
  lead: {
    met: (name: string, target: string, months: string, figure: Figure) => string;
    below: (name: string, target: string, months: string, figure: Figure) => string;
    /** Of a quarter that is still open. */
    metSoFar: (name: string, target: string, months: string, figure: Figure) => string;
    belowSoFar: (name: string, target: string, months: string, figure: Figure) => string;
    none: (name: string, months: string) => string;
    withheld: (name: string, months: string) => string;
  };
  /** Below the reason why there are no responses. */
  noDataReason: string;
  withheld: string;

  average: string;
  target: string;
  responses: string;
  agree: string;
  change: string;
  n: string;
  result: string;
  intervalHead: string;
  version: string;
  intervalIs: (interval: { low: string; high: string } | null) => string;
  ratingsAre: (ratings: number, skipped: number, excluded: number) => string;
  responsesAre: (responses: number) => string;
  ratingsOf: (some: number, all: number) => string;
  changeIs: Record<Change['verdict'], string>;
  noEarlier: string;
  /** Beside a number of ratings. */
  below: string;
  status: { met: string; below: string; none: string };

  trend: string;
  trendAlt: (name: string, first: Figure & { months: string }, last: Figure & { months: string }) => string;
  trendCaption: string;
  quarter: string;
  notClosed: string;
  noRatings: string;

  items: string;
  itemsCaption: string;
  itemHead: string;
  mean: string;

  regions: string;
  regionsCaption: (target: string) => string;
  regionItems: string;
  regionItemsCaption: string;
  region: string;
  allRegions: string;
  plan: string;

  plans: string;
  noPlans: string;
  noPlansShown: string;
  planFor: (region: string, months: string) => string;
  stageIs: (stage: PlanFigures['stage'], more: { dueOn: string | null; continues: string | null }) => string;
  stages: Record<PlanFigures['stage'], string>;
  causes: Record<NonNullable<PlanProgress['causeClass']>, string>;
  causeIs: (cause: string) => string;
  measureIs: (figure: 'average' | Item, goal: string | null) => string;
  action: string;
  actionsCaption: string;
  due: string;
  state: string;
  states: Record<PlanProgress['actions'][number]['state'], string>;
  verdictIs: (facts: VerdictFacts) => string;
  verdictWithheld: string;
  /** Which versions of the quarters a verdict was computed from. */
  verdictFrom: (quarters: { id: string; version: number }[]) => string;
  verdictReplaced: (facts: VerdictFacts) => string;

  restatements: string;
  notRestated: string;
  restatementsCaption: string;
  reason: string;
  class: string;
  date: string;
  before: string;
  after: string;
  classes: Record<'late paper' | 'error' | 'exclusion' | 'erasure', string>;
  closing: string;
  /** `n 120, 20 responses`. */
  basedOn: (figure: Pick<Figure, 'n' | 'responses'>) => string;
  regionsChanged: (changes: { name: string; before: Figure | null; after: Figure | null }[]) => string;
  restatedOutside: (day: string, version: number) => string;
  replacedOutside: (day: string) => string;
  totalStatusOutside: { met: string; below: string };
  replacedVersion: (version: number, sha256: string) => string;

  counting: string;
  countingRules: (facts: { target: string; zone: string; edition: 'inside' | 'outside' }) => string[];

  signature: string;
  notSubmitted: string;
  submittedBy: string;
  submittedOn: string;
  confirmedWith: string;
  submissionHash: string;
  key: string;
  figuresHash: string;
  signatureMeans: string;
  attachedCsv: string;
  attachedSubmission: string;

  planTitle: (region: string) => string;
  planInside: string;
  approved: string;
  owner: string;
  monitor: string;
  nobody: string;
  itemsBelow: string;
  cause: string;
  notWritten: string;
  overallRating: (rating: number) => string;
  actions: string;

  shareOutTitle: (name: string) => string;
  shareOutFooter: string;
  shareOutItems: string;
  shareOutQuotes: string;
  shareOutActions: string;
  shareOutNoActions: string;
  /** In place of what looks personal. */
  maskedWord: string;

  agencyTitle: string;
  agencySub: string;
  agencyLead: (met: number, shown: number) => string;
  agencyNone: string;
  departments: string;
  department: string;
  agencyCaption: string;
  plansNeeded: (plans: { needed: number; done: number; isWhole: boolean }) => string;
  notYet: (names: string) => string;
}
