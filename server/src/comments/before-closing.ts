import type { ClosingCheck } from '../closing/closing.ts';
import { createOrganization } from '../org/org.ts';
import { listPath } from './pages.ts';
import { flaggedNow } from './queries.ts';

/** The quarter's comments that are flagged for danger or abuse and not resolved. */
export const flagsBeforeClosing: ClosingCheck = async (db, department, quarter) => {
  const { regions } = await createOrganization(db)();
  const regionIds = regions.filter((region) => region.department.id === department.id).map(({ id }) => id);
  const found = (await flaggedNow(db, regionIds)).find((one) => one.quarter === quarter.id);
  if (!found) return [];
  const comments = found.n === 1 ? 'One comment is' : `${found.n} comments are`;
  return [
    {
      message: `${comments} flagged for danger or abuse and not resolved.`,
      href: `${listPath(department)}?quarter=${quarter.id}&show=flagged`,
      link: 'Read flagged comments',
    },
  ];
};
