import type { Breach } from './privacy-queries.ts';

// Who has to be notified of a breach of privacy (docs/policies/dufferin-2-3-12.md, section 6.3).

/** The person concerned, or the Information and Privacy Commissioner. */
export type Notified = 'person' | 'commissioner';

/** The two notices, in the order of the page. `column` begins the names of the columns in `case_breach`. */
export const noticeNames = {
  person: {
    column: 'person_notified',
    letter: 'breach notice',
    event: 'person notified',
    who: 'The person whose privacy was breached',
  },
  commissioner: {
    column: 'commissioner_notified',
    letter: 'commissioner notice',
    event: 'commissioner notified',
    who: 'The Information and Privacy Commissioner',
  },
} as const;

export const notified = ['person', 'commissioner'] as const;

/** The day of a notice, and who entered it. */
export function noticeIn(breach: Breach, to: Notified): { on: string | null; by: string | null } {
  return to === 'person'
    ? { on: breach.personNotifiedOn, by: breach.told }
    : { on: breach.commissionerNotifiedOn, by: breach.reported };
}

/** Whether the decision can still be corrected: nobody was told of it outside. */
export const isCorrectable = (breach: Breach): boolean => notified.every((to) => noticeIn(breach, to).on === null);

/** The fields of the decision. */
export const decisionFields = { answer: 'breach-answer', reason: 'breach-text', before: 'breach-before' };

/** The fields of the forms about one notice. */
export const noticeFields = (to: Notified) => ({
  date: `${to}-date`,
  before: `${to}-before`,
  title: `letter-${to}-title`,
  name: `letter-${to}-name`,
  post: `letter-${to}-post`,
  text: `letter-${to}-text`,
});
