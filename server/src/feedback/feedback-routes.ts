import type { Hono } from 'hono';
import { formRoutes, type FeedbackRoutes } from './form-routes.ts';
import { posterRoutes } from './poster-routes.ts';

/** `/feedback`: the form, and the poster that leads to it. */
export function feedbackRoutes(routes: FeedbackRoutes): Hono {
  return formRoutes(routes).route('/', posterRoutes(routes));
}
