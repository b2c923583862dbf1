/** The list of cases. */
export const casesPath = '/console/cases';

/** The page of a case. */
export const casePath = (reference: string): string => `${casesPath}/${reference}`;

/** Where staff enter a complaint. */
export const entryPath = `${casesPath}/new`;
