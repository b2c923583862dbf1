import { Hono, type Context } from 'hono';
import type { Core } from './core.ts';
import { createReadiness } from './database/readiness.ts';
import { builtFile } from './files.ts';
import { whenStored } from './handoffs.ts';
import { unavailable } from './http/problem.ts';
import type { Mount } from './http/zones.ts';
import { metricsRoutes } from './metrics/metrics.ts';
import { createResponseStore, formRoutes, intakePath, intakeRoutes } from './responses/responses.ts';
import { pageScript, surveyRoutes } from './survey/survey.ts';

// These parts answer before the others are loaded, so that respondents do not notice a restart.

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
  const intake = { ...core, submit: meter.counting('api', submit) };
  const responses = intakeRoutes(intake);
  const files = new Set([hosted.script.path, ...Object.values(hosted.script.texts)]);
  return {
    /** What the intake of the element's responses needs. */
    intake,
    /** Whether these parts answer everything at that path. */
    have: (path: string): boolean => path === intakePath || files.has(path) || fixedPaths.test(path),
    mount(mount: Mount) {
      mount('survey', '/s', survey);
      mount('survey', '/s', form);
      mount('api', '/api', responses);
      mount('public', '/assets', hosted.routes);
      mount('operator', '/healthz', health);
      mount('operator', '/readyz', readyRoute);
      mount('operator', '/metrics', metrics);
    },
  };
}

/** The survey's pages and forms, and the operator's checks. */
const fixedPaths = /^\/(?:s\/.*|healthz|readyz|metrics)$/;
