import { roleGrant } from '../database/schema.ts';

/**
 * What people can be in an installation (docs/policies/heart-cws.md names the ambassador, the junior ambassador, the department
 * representative and the executive office; the administrator sets it up).
 */
export const roles = roleGrant.role.enumValues;
export type Role = (typeof roles)[number];

/** What a page or a door lets somebody do. */
export type Action =
  /** A department's figures, of open and closed quarters. */
  | 'results'
  /** All departments' closed figures, small groups withheld (docs/design.md §3.10). */
  | 'closed results'
  | 'comments'
  /** Taking flagged responses out of the figures, and putting them back. */
  | 'exclusions'
  | 'exports'
  /** Typing in paper forms. */
  | 'paper'
  /** Emailing employees their signatures. */
  | 'signatures'
  /** Departments, regions, employees. */
  | 'directory'
  /** Who signs in, and what they may do. */
  | 'people'
  | 'settings'
  | 'audit';

/** How far a role reaches: everywhere, into the department it was granted for, or into the region. */
type Reach = 'installation' | 'department' | 'region';

/** The one table of who may do what. What is not here is not allowed. */
const rules: Record<Role, Partial<Record<Action, Reach>>> = {
  administrator: {
    directory: 'installation',
    people: 'installation',
    settings: 'installation',
    audit: 'installation',
  },
  ambassador: {
    results: 'department',
    comments: 'department',
    exports: 'department',
    paper: 'department',
    signatures: 'department',
  },
  junior: { results: 'region', comments: 'region', paper: 'region' },
  representative: {
    results: 'department',
    comments: 'department',
    exclusions: 'department',
    exports: 'department',
    paper: 'department',
    signatures: 'department',
  },
  executive: { 'closed results': 'installation' },
};

/** A role that somebody was given, and where. */
export interface Grant {
  role: Role;
  departmentId: number | null;
  regionId: number | null;
}

/** Somebody who is signed in. */
export interface Person {
  id: string;
  name: string;
  email: string;
  hasSecondFactor: boolean;
  grants: Grant[];
}

/** What is to be seen or done something to: the installation, a department, or a region of it. */
export interface Subject {
  departmentId?: number | undefined;
  regionId?: number | undefined;
}

/** Whether the person may do that to all of the subject. */
export function can({ grants }: Pick<Person, 'grants'>, action: Action, subject: Subject = {}): boolean {
  return grants.some(({ role, departmentId, regionId }) => {
    const reach = rules[role][action];
    if (reach === 'installation') return true;
    if (reach === undefined || departmentId === null || departmentId !== subject.departmentId) return false;
    return reach === 'department' || (regionId !== null && regionId === subject.regionId);
  });
}

/** Whether the person may do that to the department, or to a region of it at least. */
export function canInPart({ grants }: Pick<Person, 'grants'>, action: Action, departmentId: number): boolean {
  return grants.some(
    (grant) =>
      rules[grant.role][action] === 'installation' ||
      (rules[grant.role][action] !== undefined && grant.departmentId === departmentId),
  );
}

/** The roles that may do that somewhere. */
export function rolesFor(action: Action): Role[] {
  return roles.filter((role) => rules[role][action] !== undefined);
}

/** Where a role is granted: for the installation, for a department, or for a region. */
export function reachOf(role: Role): Reach {
  if (role === 'administrator' || role === 'executive') return 'installation';
  return role === 'junior' ? 'region' : 'department';
}

/** What people call the role. */
export const roleNames: Record<Role, string> = {
  administrator: 'Administrator',
  ambassador: 'HEART Ambassador',
  junior: 'Junior Ambassador',
  representative: 'Department Representative',
  executive: 'Executive',
};
