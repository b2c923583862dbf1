import { commitChange } from '../audit/audit.ts';
import type { Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Proof } from '../sign-in/sign-in.ts';
import { figuresHash } from './figures-schema.ts';
import type { PlacedView } from './place.ts';
import { reviewSentence, type TypedReview } from './review-form.ts';
import { insertDecision, insertReview, type NewReview } from './review-queries.ts';

/** Stores a review that someone proved they sign, with its decisions. @returns false if someone else signed first. */
export function signReview(
  db: Database,
  { person, now }: Pick<Visit, 'person' | 'now'>,
  { view, reviewed }: PlacedView,
  typed: TypedReview,
  proof: Proof,
): Promise<boolean> {
  const sha256 = figuresHash(typed.figures);
  const sentence = reviewSentence(person.name, view.department, view.quarter);
  const review: NewReview = {
    ...reviewed!,
    version: typed.version,
    signedAt: now,
    personId: person.id,
    figures: typed.figures,
    sha256,
    attestation: JSON.stringify({ sentence, proof }),
    conclusions: typed.conclusions,
  };
  const entry = {
    at: now,
    personId: person.id,
    action: 'case trends reviewed',
    subject: view.quarter.id,
    departmentId: view.department?.id,
    detail: { sha256, version: typed.version, attestedBy: proof.method, decisions: typed.decisions.length },
  };
  const decisions = typed.decisions.map((decision) => insertDecision(review, decision));
  return commitChange(db, insertReview(review), entry, ...decisions);
}
