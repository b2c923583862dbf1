// What a report consists of, in the order in which it is read. The templates lay it out; no text becomes source code.

/** A table cell: its text, a smaller line below it, and a tone. `language` is that of the text, if not the report's. */
export type Cell = string | { text: string; note?: string; tone?: Tone; language?: 'en' };

/** `below` is marked as below target; `quiet` is not a figure, such as "withheld". */
type Tone = 'below' | 'quiet';

/** A column's heading, with numbers to the right. `width` is a share of the page; without one, as wide as needed. */
interface Column {
  head: string;
  align: 'start' | 'end';
  width?: number;
}

/** A quarter in the trend chart; without a value it has only its label and why. */
export interface ChartPoint {
  label: string;
  value: number | null;
  /** The value as it is printed. */
  shown: string;
  low: number | null;
  high: number | null;
  target: number;
  isBelow: boolean;
}

/** A statement's mean; without a value if it is withheld. */
interface Bar {
  label: string;
  value: number | null;
  shown: string;
  note: string;
  isBelow: boolean;
}

/** A part of a report. */
export type Block =
  /** The sentence that the report is about. */
  | { kind: 'lead'; text: string; isBelow: boolean }
  | { kind: 'figures'; figures: { label: string; value: string; note: string; isBelow?: boolean }[] }
  | { kind: 'heading'; text: string; level?: 1 | 2 | 3 }
  | { kind: 'paragraph'; text: string; isQuiet?: boolean; language?: 'en' }
  /** What a person wrote, with its language and direction. */
  | { kind: 'quote'; text: string; language: string | null; direction: 'ltr' | 'rtl'; note: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; caption: string; columns: Column[]; rows: Cell[][]; hasTotal?: boolean; isSmall?: boolean }
  /** Thin bars from 1 to 5, each with its figure, and a tick at the target. */
  | { kind: 'bars'; target: number; targetText: string; bars: Bar[] }
  /** The table below it repeats its figures. */
  | { kind: 'chart'; alt: string; floor: number; points: ChartPoint[] }
  /** Names with their values, such as a hash. */
  | { kind: 'facts'; facts: { name: string; value: string; isCode?: boolean; language?: 'en' }[] };

/** A file inside the PDF. */
interface Attachment {
  name: string;
  type: string;
  description: string;
  content: string;
}

/** A whole report. Equal ones become PDFs with equal bytes. */
export interface ReportDocument {
  template: 'report' | 'share-out' | 'certificate';
  title: string;
  /** Below the title. */
  subtitle: string;
  language: 'en' | 'es';
  /** `2026-10-15`: the day that the document is from, never the day on which it is made; null if there is none. */
  date: string | null;
  /** At the foot of each page. */
  footer: string;
  /** Between the two page numbers: `of`. */
  pageOf: string;
  page: string;
  blocks: Block[];
  attachments: Attachment[];
}

/** A line or a paragraph, with the direction in which it is read. */
export interface DirectedText {
  text: string;
  direction: 'ltr' | 'rtl';
}

/** A letter to print and mail. Equal ones become PDFs with equal bytes. */
export interface LetterDocument {
  template: 'letter';
  title: string;
  subtitle: string;
  author: string;
  /** An ISO 639 code, with a region where the script depends on it. */
  language: string;
  region: string | null;
  direction: 'ltr' | 'rtl';
  /** `2026-10-15` */
  date: string;
  letterhead: DirectedText[];
  /** Where a window envelope shows it. */
  addressee: DirectedText[];
  /** The date in words, and the reference. */
  facts: DirectedText[];
  paragraphs: DirectedText[];
  signature: DirectedText[];
  /** At the foot of the second page and of those that follow. */
  footer: string;
  attachments: [];
}
