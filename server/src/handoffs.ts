import { decidePlansAtClose, openPlansBelowTarget } from './action-plans/action-plans.ts';
import type { ClosingOptions } from './closing/closing.ts';
import type { ResponseStoreOptions } from './responses/responses.ts';

// Where one feature hands on to a later one, in the same commit: for the app, the jobs and the command line alike.

/** What goes along when responses are stored. */
export const whenStored: ResponseStoreOptions['alongside'] = [openPlansBelowTarget];

/** What goes along when a quarter closes. */
export const whenClosed: ClosingOptions['alongside'] = [decidePlansAtClose];
