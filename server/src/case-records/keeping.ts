import { can, type Person } from '../access/access.ts';
import type { CasePage } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { departmentHeldSince, holdsOf, isCaseHeld, type CaseHold } from './holds.ts';
import { openErasure, type CaseErasure } from './erasures.ts';
import { textsOf, type ErasableText } from './texts.ts';
import { changesTimes, dayAfter, monthsAgo, timesOf, type Times } from './times.ts';

/** How long a case is kept, what keeps it longer, and what can be erased of it. */
export interface Keeping {
  times: Times;
  /** The days on which its times end, `2027-02-12`; undefined while it is open. */
  ends: { min: string; max: string; contact: string } | undefined;
  /**
   * Whether its minimum has passed. Not if the reader entered it, or changed what the case is about or where it belongs, which decide
   * it: that would be one person alone.
   */
  isPastMin: boolean;
  /** The hold on it that was not lifted. */
  hold: CaseHold | undefined;
  /** When its department's hold was placed, in milliseconds since the epoch. */
  departmentHeldSince: number | undefined;
  isHeld: boolean;
  erasure: CaseErasure | undefined;
  texts: ErasableText[];
}

export async function keepingOf(db: Database, { file, department, events, readerId, now }: CasePage): Promise<Keeping> {
  const [times, holds, heldSince, isHeld, erasure, texts] = await Promise.all([
    timesOf(db, department.id),
    holdsOf(db, file.id),
    departmentHeldSince(db, department.id),
    isCaseHeld(db, file.id),
    openErasure(db, file.id),
    textsOf(db, file.id),
  ]);
  const { closedAt } = file;
  const own = times.get(file.kind)!;
  const hold = holds.find(({ liftedAt }) => liftedAt === null);
  const end = (months: number) => dayAfter(closedAt!, months, department.zone);
  return {
    times: own,
    ends:
      closedAt === null
        ? undefined
        : { min: end(own.minMonths), max: end(own.maxMonths), contact: end(own.contactMonths) },
    isPastMin:
      own.updatedBy !== readerId &&
      !events.some(({ kind, personId }) => changesTimes.some((one) => one === kind) && personId === readerId) &&
      closedAt !== null &&
      closedAt <= monthsAgo(own.minMonths, department.zone, now),
    hold,
    departmentHeldSince: heldSince,
    isHeld,
    erasure,
    texts,
  };
}

/** Whether the person decides what is kept of a case: its owner, its department's managers, and everyone at a restricted desk. */
export function mayKeep(person: Person, { file, department }: Pick<CasePage, 'file' | 'department'>): boolean {
  if (file.sight === 'restricted' || file.ownerId === person.id) return true;
  return can(person, 'cases', { departmentId: department.id });
}
