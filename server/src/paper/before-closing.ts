import type { ClosingCheck } from '../closing/closing.ts';
import { paperPath } from './pages.ts';
import { openBatches } from './queries.ts';

/** Batches of paper forms that were not finished, so that forms of the quarter may be missing. */
export const unfinishedBatches: ClosingCheck = async (db, department, quarter) => {
  const batches = await openBatches(db, department.id, quarter.id);
  if (batches.length === 0) return [];
  const count =
    batches.length === 1
      ? 'One batch of paper forms is not finished'
      : `${batches.length} batches of paper forms are not finished`;
  const list = batches.map(
    ({ region, person, forms }) => `${region}, by ${person}, ${forms === 1 ? '1 form' : `${forms} forms`}`,
  );
  return [
    {
      message: `${count}: ${list.join('; ')}. Only the person who started a batch can finish it.`,
      href: paperPath(department),
      link: 'View paper forms',
    },
  ];
};
