import { isoDay } from '@heart-survey/shared/dates';
import { outsideHash, type OutsideFigures, type PlanOutside } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import type { Quarter } from '@heart-survey/shared/quarters';
import type { Proof } from '../sign-in/sign-in.ts';
import { manifestFormat, type Manifest } from './manifest-schema.ts';
import { figuresInManifest, plansInManifest } from './manifest-figures.ts';
import type { Version } from './versions.ts';

/** Someone who takes a step. */
export interface Actor {
  id: string;
  name: string;
  email: string;
}

/** A step on the way to the executive office. */
export interface TakenStep {
  by: Actor;
  /** In milliseconds since the epoch. */
  at: number;
  note: string | null;
}

/** What a person declares when submitting, and how they proved who they are. */
export interface Attestation {
  /** Exactly what they read and agreed to. */
  sentence: string;
  proof: Proof;
}

/** Everything that a manifest is made of. */
export interface ManifestParts {
  agency: string | undefined;
  department: Department;
  quarter: Quarter;
  /** The version that is submitted. */
  snapshot: Version;
  figures: OutsideFigures;
  plans: readonly PlanOutside[];
  /** Why there are no responses; null if there are some. */
  noData: string | null;
  handedIn: TakenStep;
  submitted: TakenStep;
  attestation: Attestation;
  /** The hash of the department's submission before this one. */
  previous: string | null;
  keyId: string;
}

/** The sentence that a person agrees to when submitting. */
export function attestationSentence(
  { name }: Pick<Actor, 'name'>,
  department: Pick<Department, 'name'>,
  { label }: Pick<Quarter, 'label'>,
): string {
  return `I, ${name}, reviewed the figures of ${department.name} for ${label}. To the best of my knowledge they are complete and correct, and I submit them to the executive office.`;
}

/** The manifest of a submission. */
export function manifestOf(parts: ManifestParts): Manifest {
  const { agency, department, quarter, snapshot, handedIn, submitted } = parts;
  return {
    ...manifestFormat,
    agency: agency ?? null,
    department: { id: department.slug, name: department.name },
    quarter: {
      id: quarter.id,
      label: quarter.label,
      firstDay: isoDay(quarter.start, department.zone),
      lastDay: isoDay(quarter.end - 1, department.zone),
    },
    snapshot: {
      version: String(snapshot.version),
      fingerprint: outsideHash(snapshot),
      closedAt: momentOf(snapshot.closedAt),
    },
    target: parts.figures.target,
    figures: figuresInManifest(parts.figures),
    plans: plansInManifest(parts.plans, quarter.id),
    noData: parts.noData,
    handedIn: stepOf(handedIn),
    submitted: stepOf(submitted),
    byOnePerson: handedIn.by.id === submitted.by.id,
    attestation: attestationOf(parts.attestation),
    previous: parts.previous,
    kid: parts.keyId,
    signedAt: momentOf(submitted.at),
  };
}

const momentOf = (at: number) => new Date(at).toISOString();

function stepOf({ by: { name, email }, at, note }: TakenStep): Manifest['submitted'] {
  return { by: { name, email }, at: momentOf(at), note };
}

function attestationOf({ sentence, proof }: Attestation): Manifest['attestation'] {
  const authenticatedAt = momentOf(proof.at);
  if (proof.method === 'one-time code') {
    return { sentence, method: proof.method, authenticatedAt, provider: null, secondFactor: 'one-time code' };
  }
  const { name, issuer, acr, amr } = proof;
  return {
    sentence,
    method: proof.method,
    authenticatedAt,
    provider: { name, issuer, acr, amr },
    secondFactor: proof.hasSecondFactor ? 'reported by the identity provider' : 'no second factor reported',
  };
}
