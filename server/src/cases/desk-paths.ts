import type { Department, Desk } from '../org/org.ts';

/** The list of desks. */
export const desksPath = '/console/desks';

/** The page of a desk. */
export const deskPath = ({ slug }: Pick<Desk, 'slug'>): string => `${desksPath}/${slug}`;

/** The path of a desk, as routes name it. */
export const deskRoute = `${desksPath}/:desk`;

/** Which desk gets which of a department's cases. */
export const routingPath = ({ slug }: Pick<Department, 'slug'>): string => `/console/departments/${slug}/case-routing`;

/** What a department promises, and by when. */
export const rulesPath = ({ slug }: Pick<Department, 'slug'>): string => `/console/departments/${slug}/case-rules`;

/** How long a department keeps its cases (`case-records/`). */
export const timesPath = ({ slug }: Pick<Department, 'slug'>): string => `/console/departments/${slug}/case-records`;

/** Who may set up desks and routing: administrators, who read no case. */
export const setup = { of: 'installation', action: 'case setup' } as const;

/** The texts of a department's letters, for administrators. */
export const lettersSetupPath = ({ slug }: Pick<Department, 'slug'>): string =>
  `/console/departments/${slug}/case-letters`;
