/** A department's published results in one language, with every text that the element shows (docs/design.md §5). */
export interface Results {
  lang: string;
  dir: 'ltr' | 'rtl';
  /** The department's name. */
  name: string;
  sentence: string;
  /** The address of the page with all results, and the text of the link to it. */
  href: string;
  link: string;
  /** The chart's accessible name. */
  chart: string;
  goal: string;
  /** The goal of the last quarter, in hundredths. */
  target: number;
  caption: string;
  /** The table's column headings: quarter, average, interval, responses. */
  heads: [string, string, string, string];
  /** What opens the table. */
  show: string;
  /** One for each quarter, at least one, oldest first. */
  rows: ResultsRow[];
}

/** One quarter. A withheld one has no figures. */
export interface ResultsRow {
  /** Its first month, such as `2026-07`. */
  quarter: string;
  label: string;
  average: string | null;
  /** The ends of the confidence interval; null if it cannot be estimated. */
  low: string | null;
  high: string | null;
  interval: string;
  responses: string;
  status: 'met' | 'below' | 'none' | 'suppressed';
  statusText: string;
  /** The goal of this quarter, in hundredths; by default, that of the last quarter. */
  target?: number | undefined;
}

/** Whether the reply has something to show. A page that answers every address with some JSON of its own has not. */
export function areResults(reply: Partial<Results> | undefined): reply is Results {
  return Boolean(reply?.sentence && reply.rows?.length);
}
