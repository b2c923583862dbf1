import type { Visit } from '../console/console.ts';
import type { Proof } from '../sign-in/sign-in.ts';
import type { Proving } from './submit-form.ts';

/** Why a code does not prove who a person is. */
export type NoProof = 'wrong' | 'locked' | 'no second factor';

/** What a submission keeps while its representative signs in again at the identity provider. */
export interface Pending {
  department: string;
  quarter: string;
  /** What the person saw. */
  snapshotId: string;
  position: number;
  note: string;
}

/** How people prove that they submit a quarter themselves (docs/design.md §3.13). */
export interface SteppingUp {
  /** Which way the visitor has. */
  provingOf(visit: Visit): Promise<Proving>;
  /** With a code from an app, which is used up. */
  byCode(visit: Visit, code: string): Promise<{ proof: Proof } | { why: NoProof }>;
  /** Sends the visitor to the identity provider. They come back to the handler below. */
  start(visit: Visit, pending: Pending): Promise<Response>;
  /** Goes on when a visitor comes back from the identity provider with their proof. */
  onReturn(handle: (visit: Visit, pending: unknown, proof: Proof) => Promise<Response>): void;
}
