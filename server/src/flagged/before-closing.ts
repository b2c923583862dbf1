import type { ClosingCheck } from '../closing/closing.ts';
import { flaggedPath } from './pages.ts';
import { countUndecided } from './queries.ts';

/** The quarter's flagged responses that nobody has excluded or put back. */
export const responsesToReview: ClosingCheck = async (db, department, quarter) => {
  const n = await countUndecided(db, department.id, quarter.id);
  if (n === 0) return [];
  const message =
    n === 1
      ? 'One flagged response has not been reviewed. It is counted unless someone excludes it.'
      : `${n} flagged responses have not been reviewed. They are counted unless someone excludes them.`;
  return [{ message, href: `${flaggedPath(department)}?quarter=${quarter.id}`, link: 'Review flagged responses' }];
};
