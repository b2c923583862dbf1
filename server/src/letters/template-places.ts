import type { LetterKind } from '@heart-survey/shared/letters/letters';
import type { Action } from '../access/access.ts';

/** One of the two places of the pages for texts: a manager's, and an administrator's beside the desks. */
export interface Place {
  pathOf: (department: { slug: string }) => string;
  rule: { of: 'department'; action: Action };
  /** The menu item that they are under. */
  label: string;
}

/** A kind as addresses name it: `second-answer`. */
export const slugOf = (kind: LetterKind): string => kind.replaceAll(' ', '-');
