import { decidePlansAtClose, openPlansBelowTarget } from './action-plans/action-plans.ts';
import type { ClosingOptions } from './closing/closing.ts';
import type { ResponseStoreOptions } from './responses/responses.ts';

// Work that one feature hands on to a later one in the same commit. The app, the jobs and the commands all use it.

/** Runs in the commit that stores responses. */
export const whenStored: ResponseStoreOptions['alongside'] = [openPlansBelowTarget];

/** Runs in the commit that closes a quarter. */
export const whenClosed: ClosingOptions['alongside'] = [decidePlansAtClose];
