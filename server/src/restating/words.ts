import type { Change, RestatementClass } from './change.ts';

/** The name of each type of restatement. */
export const classWords: Record<RestatementClass, string> = {
  'late paper': 'Late paper forms',
  exclusion: 'Exclusion',
  error: 'Error',
  erasure: 'Erasure',
};

/** What each kind of change does. */
export const kindWords: Record<Change['kind'], string> = {
  'paper form': 'Adds a paper form',
  correction: 'Corrects a paper form',
  exclusion: 'Excludes a response',
  inclusion: 'Counts an excluded response again',
  erasure: 'Erases a response',
};

/** Below the field for a reason. */
export const reasonHint =
  'Everyone in the department can read it, and it stays in the report and the audit log. Do not write names, or anything that a customer wrote.';
