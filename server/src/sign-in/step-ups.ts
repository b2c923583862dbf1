import { hash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import * as v from 'valibot';
import { audit } from '../audit/audit.ts';
import type { Visit } from '../console/console.ts';
import type { Organization } from '../org/org.ts';
import type { SignInOptions } from './endpoint.ts';
import { providerId } from './provider-identity.ts';
import { linkedPerson } from './provider-queries.ts';
import type { Provider } from './provider.ts';
import { proofOf } from './step-up-claims.ts';
import { stepUpPage, stepUpRefusedPage, type StepUpRefusal } from './step-up-pages.ts';
import { findStepUp, insertStepUp, spendStepUp, type StepUpRow } from './step-up-queries.ts';
import type { Proof } from './step-up.ts';

// Step-ups at the identity provider. The provider sends the browser back to the same address as after an ordinary sign-in,
// since agencies register only one; the state tells which of them it was.

const purposeSchema = v.looseObject({ kind: v.string(), back: v.string() });

/** What a step-up is for. It is stored, and comes back with the proof. */
interface Purpose {
  /** Which handler continues. */
  kind: string;
  /** The path of the page where it begins. */
  back: string;
  [more: string]: unknown;
}

/** Continues once a person has proved that they are there. */
type Continue = (visit: Visit, purpose: Purpose, proof: Proof) => Promise<Response>;

export interface StepUps {
  /** Sends a person who signed in at the provider there again. */
  start: (visit: Visit, purpose: Purpose) => Promise<Response>;
  /** Registers what continues after a step-up of that kind. */
  on: (kind: string, next: Continue) => void;
  /** Handles the provider's callback; undefined if its state is not that of a step-up. */
  finish: (c: Context) => Promise<Response | undefined>;
}

interface StepUpOptions extends Pick<SignInOptions, 'db' | 'clock' | 'whoIs' | 'log'> {
  provider: Provider | undefined;
  organization: () => Promise<Organization>;
}

/** How long a person may take at the provider, in milliseconds. */
const maxDuration = 10 * 60 * 1000;

const secret = () => randomBytes(32).toString('base64url');

export function createStepUps(options: StepUpOptions): StepUps {
  const handlers = new Map<string, Continue>();
  return {
    on: (kind, next) => void handlers.set(kind, next),
    start: (visit, purpose) => startStepUp(options, visit, purpose),
    finish: async (c) => {
      const state = c.req.query('state');
      const row = state === undefined ? undefined : await findStepUp(options.db, hash('sha256', state));
      if (row === undefined) return undefined;
      const purpose: Purpose = v.parse(v.pipe(v.string(), v.parseJson(), purposeSchema), row.purpose);
      const visit = await visitOf(options, c);
      const proof = visit === undefined ? 'no session' : await prove(options, visit, row);
      if (typeof proof === 'string') return refuse(options, c, { why: proof, row, purpose });
      return handlers.get(purpose.kind)!(visit!, purpose, proof);
    },
  };
}

async function startStepUp({ db, provider }: StepUpOptions, visit: Visit, purpose: Purpose): Promise<Response> {
  const { c, person, sessionId, now } = visit;
  const again = { state: secret(), nonce: secret(), codeVerifier: secret() };
  const started = await provider!.startAgain(again);
  if ('why' in started) return c.html(stepUpRefusedPage(started.why, provider!.name, purpose.back), 503);
  await insertStepUp(db, {
    sha256: hash('sha256', again.state),
    personId: person.id,
    sessionId,
    purpose: JSON.stringify(purpose),
    nonce: again.nonce,
    codeVerifier: again.codeVerifier,
    createdAt: now,
  });
  return c.html(stepUpPage(provider!.name, started.to));
}

async function visitOf({ whoIs, organization, clock }: StepUpOptions, c: Context): Promise<Visit | undefined> {
  const visitor = await whoIs(c.req.raw.headers);
  return visitor && { c, ...visitor, organization: await organization(), now: clock() };
}

/** Checks a callback: the browser's session, then that it came in time and for the first time, then the sign-in itself. */
async function prove(options: StepUpOptions, visit: Visit, row: StepUpRow): Promise<Proof | StepUpRefusal> {
  const { db, provider } = options;
  const { c, person, sessionId, now } = visit;
  if (row.sessionId !== sessionId || row.personId !== person.id) return 'other session';
  if (!(await spendStepUp(db, row.sha256, now))) return 'used';
  if (now - row.createdAt > maxDuration) return 'expired';
  const code = c.req.query('code');
  if (code === undefined || provider === undefined) return 'denied';
  const signedIn = await provider.finishAgain(code, row);
  if ('why' in signedIn) return signedIn.why;
  const { issuer, claims } = signedIn;
  const subject = String(claims['sub']);
  const linked = await linkedPerson(db, providerId, { issuer, subject });
  if (linked?.id !== person.id) return 'other person';
  return proofOf(claims, { name: provider.name, issuer }, { startedAt: row.createdAt, now });
}

interface RefusedStepUp {
  why: StepUpRefusal;
  row: StepUpRow;
  purpose: Purpose;
}

async function refuse({ db, clock, provider, log }: StepUpOptions, c: Context, { why, row, purpose }: RefusedStepUp) {
  const name = provider?.name ?? 'The identity provider';
  log.info({ why, purpose: purpose.kind }, 'step-up refused');
  const detail = { with: name, why, for: purpose.kind };
  await audit(db, { personId: row.personId, action: 'step-up refused', subject: purpose.back, detail }, clock());
  return c.html(stepUpRefusedPage(why, name, purpose.back), 403);
}
