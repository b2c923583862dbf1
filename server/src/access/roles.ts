import { roleGrant } from '../database/schema.ts';

/**
 * The roles of people (docs/policies/heart-cws.md has the ambassador, the junior ambassador, the department
 * representative and the executive office; docs/policies/dufferin-2-3-12.md, section 6.5, the department head, who manages
 * cases; the administrator sets up the installation).
 */
export const roles = roleGrant.role.enumValues;
export type Role = (typeof roles)[number];

/** The roles of Team HEART, whose members are appointed, in their order (docs/policies/heart-cws.md, "Roles and Responsibilities"). */
export const teamRoles: readonly Role[] = ['ambassador', 'representative', 'junior'];

/** What a page or an endpoint lets people do. */
export type Action =
  /** A department's figures, of open and closed quarters. */
  | 'results'
  /** The closed figures of all departments, without small groups (docs/design.md §3.10). */
  | 'closed results'
  | 'comments'
  /** Excluding flagged responses from the figures, and including them again. */
  | 'exclusions'
  | 'exports'
  /** Working on the action plans of regions below target. */
  | 'action plans'
  /** Approving action plans, returning them, and completing them. */
  | 'plan approval'
  /** Closing a quarter before it closes automatically. */
  | 'closing'
  /** Restating a closed quarter. */
  | 'restating'
  /** Handing in a closed quarter for review. */
  | 'handing in'
  /** Reviewing a quarter that was handed in, returning it, and submitting it to the executive office. */
  | 'submission'
  /** Publishing a submitted quarter, and withdrawing it. */
  | 'publishing'
  /** Confirming that the executive office received a quarter. */
  | 'receiving'
  /** Thanking staff whom customers praised. */
  | 'thanking'
  /** Reading the thank-you wall. */
  | 'recognition wall'
  /** Reading a quote as the second person before the public may see it. */
  | 'quote approval'
  /** Reading cases and working on them. The pages narrow it further (`cases/sight.ts`). */
  | 'cases'
  /** Entering a complaint that came by phone, at a counter, or by letter, and making a case of a comment. */
  | 'case entry'
  /** The quarterly trends of cases, and signing their review: a department's in full, other departments' without small groups. */
  | 'case trends'
  /** Reading whether service standards were met. The pages show no more of a figure than the person may see of it. */
  | 'standards'
  /** Entering the figures of service standards that are kept by hand. */
  | 'standard values'
  /** Adding, changing and ending service standards. */
  | 'standards setup'
  /** Desks, their members, routing, and the rules of the clocks. It opens no case. */
  | 'case setup'
  /** Proposing campaigns, with their links, posters and figures. */
  | 'campaigns'
  /** Approving campaigns, ending them, and inviting people by email. */
  | 'campaign approval'
  /** Entering paper forms. */
  | 'paper'
  /** The trainings of Team HEART, by region. */
  | 'trainings'
  /** Interviewing customers by telephone. */
  | 'interviews'
  /** Writing the department's plan for surveying its customers. */
  | 'survey plans'
  /** A department's customer groups, and whether its survey asks for them. */
  | 'customer groups'
  /** Emailing employees their signatures. */
  | 'signatures'
  /** Departments, regions, employees. */
  | 'directory'
  /** Who may sign in, and what they may do. */
  | 'people'
  | 'settings'
  | 'audit';

/** How far a role reaches: the whole installation, or the department, region or desk that it was granted for. */
type Reach = 'installation' | 'department' | 'region' | 'desk';

/** The only table of who may do what. Everything else is forbidden. */
const rules: Record<Role, Partial<Record<Action, Reach>>> = {
  administrator: {
    directory: 'installation',
    people: 'installation',
    settings: 'installation',
    audit: 'installation',
    'case setup': 'installation',
    'customer groups': 'installation',
    'standards setup': 'installation',
  },
  ambassador: {
    results: 'department',
    'action plans': 'department',
    comments: 'department',
    exports: 'department',
    campaigns: 'department',
    'campaign approval': 'department',
    paper: 'department',
    interviews: 'department',
    trainings: 'department',
    'survey plans': 'department',
    signatures: 'department',
    'handing in': 'department',
    thanking: 'department',
    'recognition wall': 'department',
    'quote approval': 'department',
    'case entry': 'department',
    standards: 'department',
    'standard values': 'department',
  },
  junior: {
    results: 'region',
    'action plans': 'region',
    comments: 'region',
    campaigns: 'region',
    paper: 'region',
    interviews: 'region',
    trainings: 'region',
    thanking: 'region',
    'recognition wall': 'department',
    'case entry': 'department',
    standards: 'department',
  },
  representative: {
    results: 'department',
    'action plans': 'department',
    comments: 'department',
    exclusions: 'department',
    'plan approval': 'department',
    closing: 'department',
    restating: 'department',
    'handing in': 'department',
    submission: 'department',
    'customer groups': 'department',
    publishing: 'department',
    exports: 'department',
    campaigns: 'department',
    'campaign approval': 'department',
    paper: 'department',
    interviews: 'department',
    trainings: 'department',
    'survey plans': 'department',
    signatures: 'department',
    'recognition wall': 'department',
    'quote approval': 'department',
    'case entry': 'department',
    standards: 'department',
    'standard values': 'department',
    'standards setup': 'department',
  },
  executive: {
    'closed results': 'installation',
    receiving: 'installation',
    'case trends': 'installation',
    standards: 'installation',
  },
  manager: { cases: 'department', 'case entry': 'department', 'case trends': 'department', standards: 'department' },
  handler: { cases: 'desk', 'case entry': 'installation' },
};

/** A role that a person has, with its department, region or desk. A desk of the whole agency has no department. */
export interface Grant {
  role: Role;
  departmentId: number | null;
  regionId: number | null;
  deskId: number | null;
}

/** A person who is signed in. */
export interface Person {
  id: string;
  name: string;
  email: string;
  hasSecondFactor: boolean;
  grants: Grant[];
}

/** The object of an action: the installation, a department, one of its regions, or a desk. */
export interface Subject {
  departmentId?: number | undefined;
  regionId?: number | undefined;
  deskId?: number | undefined;
}

/** Whether the person may do the action to all of the subject. */
export function can({ grants }: Pick<Person, 'grants'>, action: Action, subject: Subject = {}): boolean {
  return grants.some(({ role, departmentId, regionId, deskId }) => {
    const reach = rules[role][action];
    if (reach === 'installation') return true;
    if (reach === 'desk') return deskId !== null && deskId === subject.deskId;
    if (reach === undefined || departmentId === null || departmentId !== subject.departmentId) return false;
    return reach === 'department' || (regionId !== null && regionId === subject.regionId);
  });
}

/** Whether the person may do the action to the department or at least one of its regions. */
export function canInPart({ grants }: Pick<Person, 'grants'>, action: Action, departmentId: number): boolean {
  return grants.some(
    (grant) =>
      rules[grant.role][action] === 'installation' ||
      (rules[grant.role][action] !== undefined && grant.departmentId === departmentId),
  );
}

/** Whether the person may do the action to anything at all. */
export function canSomewhere({ grants }: Pick<Person, 'grants'>, action: Action): boolean {
  return grants.some(({ role }) => rules[role][action] !== undefined);
}

/** The roles that may do the action anywhere. */
export function rolesFor(action: Action): Role[] {
  return roles.filter((role) => rules[role][action] !== undefined);
}

/** What a role is granted for: the installation, a department, a region, or a desk. */
export function roleReach(role: Role): Reach {
  if (role === 'administrator' || role === 'executive') return 'installation';
  if (role === 'handler') return 'desk';
  return role === 'junior' ? 'region' : 'department';
}

/** The display names of the roles. */
export const roleNames: Record<Role, string> = {
  administrator: 'Administrator',
  ambassador: 'HEART Ambassador',
  junior: 'Junior Ambassador',
  representative: 'Department Representative',
  executive: 'Executive',
  manager: 'Case Manager',
  handler: 'Case Handler',
};
