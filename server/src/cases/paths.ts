/** The list of cases. */
export const casesPath = '/console/cases';

/** The page of a case. */
export const casePath = (reference: string): string => `${casesPath}/${reference}`;

/** The written log of all cases. */
export const logPath = `${casesPath}/log`;

/** Where staff print paper forms for the counter. */
export const formsPath = `${casesPath}/forms`;

/** Where staff enter a complaint. */
export const entryPath = `${casesPath}/new`;

/** A letter about a case. With `.pdf` behind it, the PDF. */
export const letterPath = (reference: string, id: string): string => `${casePath(reference)}/letters/${id}`;
