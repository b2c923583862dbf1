import { isoDay, isoDayInWords } from '@heart-survey/shared/dates';
import type { CasePage } from '../cases/cases.ts';

type Today = Pick<CasePage, 'now' | 'department'>;

const twoYears = 2 * 365 * 24 * 60 * 60 * 1000;

/** Today in the department's zone, `2027-02-12`. */
export const todayAt = ({ now, department }: Today): string => isoDay(now, department.zone);

/** The last day that a form accepts as a due date. */
export const lastDay = ({ now, department }: Today): string => isoDay(now + twoYears, department.zone);

/** `February 12, 2027`. */
export const dayWords = (day: string | null): string => (day === null ? 'no date' : isoDayInWords(day));
