import type { Desk } from '../org/org.ts';
import { usualDuty, type CaseKind, type Sight } from './kinds.ts';

/** Where a new case goes, and who may see it there. */
export interface Route {
  desk: Desk;
  sight: Sight;
}

interface Routed {
  kind: CaseKind;
  departmentId: number;
  /** Whether the writer knows the office. If not, the chief administrative officer's desk finds out. */
  isOfficeKnown: boolean;
}

/**
 * The desk of a case. What an administrator decided for the department comes first, and then the kind's usual desk.
 * @param decided the ids of the desks that were decided on, by kind.
 */
export function routeOf(
  { kind, departmentId, isOfficeKnown }: Routed,
  desks: readonly Desk[],
  decided: ReadonlyMap<string, number>,
): Route {
  const open = desks.filter(({ endedAt }) => endedAt === null);
  const usual = usualDuty[kind];
  const duty = usual === 'department' && !isOfficeKnown ? 'chief administrative officer' : usual;
  const own = open.find(({ id }) => isOfficeKnown && id === decided.get(kind));
  const withDuty = (wanted: Desk['duty']) =>
    open.find((desk) => desk.duty === wanted && (wanted !== 'department' || desk.department?.id === departmentId));
  const desk = own ?? withDuty(duty) ?? withDuty('department');
  if (desk === undefined) throw new Error(`There is no desk for cases of department ${departmentId}.`);
  return { desk, sight: sightAt(desk, kind) };
}

/** Who may see a case at that desk: a breach of privacy, and all that a restricted desk gets, is seen there only. */
export function sightAt({ isRestricted }: Pick<Desk, 'isRestricted'>, kind: CaseKind): Sight {
  return isRestricted === 1 || kind === 'privacy' ? 'restricted' : 'desk';
}
