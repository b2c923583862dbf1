import { Hono, type Context } from 'hono';
import type { Core } from './core.ts';
import { createReadiness } from './database/readiness.ts';
import { builtFile } from './files.ts';
import { whenStored } from './handoffs.ts';
import { unavailable } from './http/problem.ts';
import type { Mount } from './http/zones.ts';
import { metricsRoutes } from './metrics/metrics.ts';
import { createResponseStore, formRoutes } from './responses/responses.ts';
import { pageScript, surveyRoutes } from './survey/survey.ts';

// What answers before everything else is loaded: respondents should not notice that a collector starts.

export type FirstParts = ReturnType<typeof createFirstParts>;

/** Creates the survey for respondents, and health, readiness and metrics for the operator's tools. */
export function createFirstParts(core: Core) {
  const { db, config, clock, secret, languages, meter } = core;
  const submit = createResponseStore({ db, clock, secret, alongside: whenStored, watch: meter.writer });
  const hosted = pageScript(languages, builtFile('page'), config.frameAncestors);
  const page = { ...core, script: hosted.script };
  const survey = surveyRoutes(page);
  const form = formRoutes({ ...page, submit: meter.counting('form', submit) });
  const ready = createReadiness(db);
  const soon = { 'Retry-After': String(unavailable.retryAfter) };
  const readiness = async (c: Context) => ((await ready()) ? c.text('ready') : c.text('not ready', 503, soon));
  const health = new Hono().get('/healthz', (c) => c.text('ok'));
  const readyRoute = new Hono().get('/readyz', readiness);
  const metrics = metricsRoutes(meter, config.metricsToken);
  return {
    /** What storing responses needs that the element sends. */
    intake: { ...core, submit: meter.counting('api', submit) },
    mount(mount: Mount) {
      mount('survey', '/s', survey);
      mount('survey', '/s', form);
      mount('public', '/assets', hosted.routes);
      mount('operator', '/healthz', health);
      mount('operator', '/readyz', readyRoute);
      mount('operator', '/metrics', metrics);
    },
  };
}

/** Whether the first parts have everything at this path. Others have files below `/assets` too. */
export const isOfFirstParts = (path: string): boolean => /^\/(?:s\/.*|healthz|readyz|metrics)$/.test(path);
