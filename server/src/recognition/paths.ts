import type { Department } from '../org/org.ts';

type Slug = Pick<Department, 'slug'>;

/** The comments of a department that are worth a thank-you. */
export const queuePath = ({ slug }: Slug) => `/console/departments/${slug}/recognition`;

/** The page where someone is thanked for the comment of that response. */
export const thankPath = (department: Slug, responseId: string) =>
  `${queuePath(department)}/comments/${encodeURIComponent(responseId)}`;

/** A department's wall. */
export const wallPath = (department: Slug) => `${queuePath(department)}/wall`;

/** The figures of the program. */
export const programPath = (department: Slug) => `${queuePath(department)}/program`;

/** Where an event is marked as celebrated. */
export const celebrationPath = (department: Slug, id: number) => `${queuePath(department)}/celebrations/${id}`;

/** The path of the queue, as routes name it. */
export const queueRoute = '/console/departments/:department/recognition';

/** The path of the program's figures, as routes name it. */
export const programRoute = `${queueRoute}/program`;

/** The path that marks an event as celebrated, as routes name it. */
export const celebrationRoute = `${queueRoute}/celebrations/:id`;
