import type { Quarter } from '@heart-survey/shared/quarters';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';

/** Something to look at before a quarter closes. It does not keep anyone from closing it. */
export interface ClosingWarning {
  /** A sentence with the number of things. */
  message: string;
  /** The page where a representative can look at them. */
  href: string;
  /** The text of the link. */
  link: string;
}

/** What a later feature checks before a quarter closes; empty if everything is in order. */
export type ClosingCheck = (db: Database, department: Department, quarter: Quarter) => Promise<ClosingWarning[]>;
