import type { ClosingCheck } from '../closing/closing.ts';
import { restatingPath } from './paths.ts';
import { openRestatement } from './queries.ts';

/** A restatement of the quarter that is still being prepared. */
export const unfinishedRestatement: ClosingCheck = async (db, department, quarter) => {
  const open = await openRestatement(db, { departmentId: department.id, quarter: quarter.id });
  if (open === undefined) return [];
  const message = `A restatement of this quarter is not finished. ${open.openedByName} started it. A quarter that is handed in before it is completed needs to be handed in again.`;
  return [{ message, href: restatingPath(department, quarter), link: 'View the restatement' }];
};
