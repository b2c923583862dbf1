import { accountPath } from '../sign-in/sign-in.ts';

/** Where the form goes, and where it is on the account page. */
export const digestsPath = `${accountPath}/digests`;
export const sectionPath = `${accountPath}#digests`;
