import type { Visit } from '../console/console.ts';
import type { PlansOf } from '../figures/figures.ts';
import type { Form } from '../http/form.ts';
import type { Department } from '../org/org.ts';
import type { RestateOptions } from './restate.ts';

/** What the pages about restating need. */
export interface RestatingOptions extends RestateOptions {
  plansOf: PlansOf;
  /** The installation's key, for the fingerprints of paper forms. */
  secret: string;
  /** The tags of the languages that are offered. */
  languages: string[];
}

export const rule = { of: 'department', action: 'restating' } as const;
export const restatingPathPattern = '/console/departments/:department/quarters/:quarter/restating';

/** A visit to a page about restating. */
export type RestatingVisit = Visit & { department: Department };

/** A form that was sent from such a page. */
export type RestatingForm = RestatingVisit & { form: Form };
