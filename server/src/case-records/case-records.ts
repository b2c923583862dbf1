// What may be kept of cases: how long, holds, erasing, and one case as a file for whoever asks for their own data.
export { eraseOldCases } from './aging.ts';
export { emptyLogOf, recordRewriting, remainsAt } from './remains.ts';
