import { AsyncLocalStorage } from 'node:async_hooks';
import type { IdentityRefusal } from './provider-identity.ts';

/** Why a person could not sign in. */
export type Refused = IdentityRefusal | 'unreachable' | 'misconfigured' | 'stale' | 'denied';

/** What one sign-in found out, for its log line and its session. */
export interface Findings {
  why?: Refused;
  received: Record<string, unknown>;
  idToken?: string;
}

/** The findings of the current request, which the library's callbacks add to. */
export const findings = new AsyncLocalStorage<Findings>();
