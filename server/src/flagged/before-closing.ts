import type { ClosingCheck } from '../closing/closing.ts';
import { flaggedPath } from './pages.ts';
import { countUndecided } from './queries.ts';

/** The quarter's flagged responses that nobody has excluded or put back. */
export const responsesToReview: ClosingCheck = async (db, department, quarter) => {
  const n = await countUndecided(db, department.id, quarter.id);
  if (n === 0) return [];
  const message =
    n === 1
      ? 'One flagged response may not have come from a customer, and nobody has decided about it. It counts.'
      : `${n} flagged responses may not have come from customers, and nobody has decided about them. They count.`;
  return [{ message, href: `${flaggedPath(department)}?quarter=${quarter.id}`, link: 'Review flagged responses' }];
};
