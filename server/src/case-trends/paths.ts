import type { Quarter } from '@heart-survey/shared/quarters';
import type { Department } from '../org/org.ts';

/** Where the executive office reads the trends of all departments. */
export const agencyTrendsPath = '/console/agency/case-trends';

/** Where a department reads its own trends. */
export const trendsPath = ({ slug }: Pick<Department, 'slug'>): string => `/console/departments/${slug}/cases/trends`;

/** A department's quarter, for the department itself. */
export const quarterPath = (department: Pick<Department, 'slug'>, { id }: Pick<Quarter, 'id'>): string =>
  `${trendsPath(department)}/${id}`;

/** A quarter of the whole agency. */
export const agencyQuarterPath = ({ id }: Pick<Quarter, 'id'>): string => `${agencyTrendsPath}/quarters/${id}`;

/** A department's quarter, for the executive office. */
export const outsidePath = ({ slug }: Pick<Department, 'slug'>, { id }: Pick<Quarter, 'id'>): string =>
  `${agencyTrendsPath}/departments/${slug}/${id}`;
