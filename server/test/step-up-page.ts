import type { Hono } from 'hono';
import { createConsole } from '../src/console/console.ts';
import { readConfig } from '../src/config.ts';
import { createCore } from '../src/core.ts';
import { outgoingEmail } from '../src/outgoing-email.ts';
import {
  createAttempts,
  createDevices,
  createProvider,
  createStepUps,
  proveByCode,
  provingOf,
  signInRoutes,
} from '../src/sign-in/sign-in.ts';
import type { TestCollector } from './collector.ts';
import { quickPasswords } from './passwords.ts';
import { answerOf, type Answer } from './wire.ts';

/** Where the page is that asks for a step-up. */
export const stepUpPath = '/console/confirm';

/** A page that asks for a step-up, on the collector's database, with the real sign-in. It answers with the proof. */
export async function aStepUpPage({ db, env, clock }: TestCollector) {
  const read = readConfig(env);
  if ('errors' in read) throw new Error(read.errors.join('\n'));
  const { config } = read;
  const logged: object[] = [];
  const log = { info: (entry: object) => void logged.push(entry), error: (entry: object) => void logged.push(entry) };
  const given = { db, config, clock: () => clock.now, log, passwords: quickPasswords };
  const core = await createCore(given);
  const provider = config.oidc && createProvider({ ...core, ...config.oidc });
  const devices = createDevices(core);
  const attempts = createAttempts({ clock: core.clock, clientKey: core.clientKey, devices });
  const stepUps = createStepUps({ ...core, provider });
  const options = { ...core, outbox: outgoingEmail(given, () => {}), provider, devices, attempts, stepUps };
  const frame = createConsole(core);
  const purpose = { kind: 'test', back: stepUpPath, version: 'a hash' };
  frame.post(stepUpPath, { of: 'everyone' }, async (visit) =>
    (await provingOf(options, visit)) === 'provider'
      ? stepUps.start(visit, purpose)
      : visit.c.json(await proveByCode(options, visit.c, visit.person, visit.form.text('code'))),
  );
  stepUps.on('test', async ({ c, person }, purpose, proof) => c.json({ email: person.email, purpose, proof }));
  const app = frame.routes.route('/', signInRoutes(options));
  return { get: asker(app, 'GET'), post: asker(app, 'POST'), logged };
}

function asker(app: Hono, method: 'GET' | 'POST') {
  return async (
    path: string,
    cookie: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const body = method === 'POST' ? { body: new URLSearchParams(fields) } : {};
    return answerOf(await app.request(`http://localhost${path}`, { method, headers: { cookie, ...headers }, ...body }));
  };
}
