import { hash, verify } from 'node:crypto';
import * as v from 'valibot';
import { canonicalJson, fromCanonicalJson, type CanonicalValue } from './canonical-json.ts';
import { publicKeyOf, type SigningKey } from './keys.ts';
import type { KnownKey } from './known-keys.ts';

// A signed file: a flattened JSON Web Signature (RFC 7515, §7.2.2) of canonical JSON. Any JOSE library can check one. Here
// the check is stricter: each content has exactly one file.

/** The type in the header of a file, so that no signature for another purpose passes for one. */
const fileType = 'heart-submission+jws';

/** A signature with what it is of, as it is stored. */
export interface Signed {
  /** Canonical JSON. */
  payload: string;
  /** In base64url. */
  signature: string;
  keyId: string;
}

/** A signed file, parsed. */
export const signedFile = v.strictObject({
  payload: v.pipe(v.string(), v.description('The manifest as canonical JSON (RFC 8785), in base64url.')),
  protected: v.pipe(v.string(), v.description('The header with the algorithm and the id of the key, in base64url.')),
  signature: v.pipe(v.string(), v.description('The Ed25519 signature, in base64url.')),
});
export type SignedFile = v.InferOutput<typeof signedFile>;

const base64url = (text: string) => Buffer.from(text).toString('base64url');
const headerOf = (keyId: string) => base64url(canonicalJson({ alg: 'EdDSA', kid: keyId, typ: fileType }));
const signingInput = ({ payload, keyId }: Pick<Signed, 'payload' | 'keyId'>) =>
  `${headerOf(keyId)}.${base64url(payload)}`;

/** Signs a value. */
export function signValue(key: SigningKey, value: CanonicalValue): Signed {
  const payload = canonicalJson(value);
  return { payload, signature: key.sign(signingInput({ payload, keyId: key.id })), keyId: key.id };
}

/** The hash by which a signed file is known: that of its payload, in hexadecimal. */
export function payloadHash({ payload }: Pick<Signed, 'payload'>): string {
  return hash('sha256', payload);
}

/** The file of a signature. */
export function signedFileOf({ payload, signature, keyId }: Signed): SignedFile {
  return { payload: base64url(payload), protected: headerOf(keyId), signature };
}

/** The only text that a signed file has. */
export function signedFileText(file: SignedFile): string {
  return `${canonicalJson(file)}\n`;
}

/** The signature in the text of a file, not checked yet; undefined if the text has any other form. */
export function readSignedFile(text: string): Signed | undefined {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), signedFile), text);
  if (!read.success) return undefined;
  const { payload, signature, protected: header } = read.output;
  const keyId = /"kid":"([\w-]{1,100})"/.exec(Buffer.from(header, 'base64url').toString('utf8'))?.[1] ?? '';
  const signed = { payload: Buffer.from(payload, 'base64url').toString('utf8'), signature, keyId };
  // Written again it must be the same text: no spaces, no second header, no other way to write a character.
  return signedFileText(signedFileOf(signed)) === text ? signed : undefined;
}

/** Why a signature does not count. */
export type BadSignature = 'not canonical' | 'unknown key' | 'wrong signature' | 'other key' | 'retired key';

/** What every signed value says about its signature. */
const signedValue = v.object({ kid: v.string(), signedAt: v.pipe(v.string(), v.isoTimestamp()) });

/** Checks a signature: the value that was signed, or what is wrong. */
export function checkSigned(
  { payload, signature, keyId }: Signed,
  keys: ReadonlyMap<string, KnownKey>,
): { value: CanonicalValue } | { why: BadSignature } {
  const value = fromCanonicalJson(payload);
  if (value === undefined) return { why: 'not canonical' };
  const key = keys.get(keyId);
  if (key === undefined) return { why: 'unknown key' };
  const bytes = Buffer.from(signature, 'base64url');
  const isExact = bytes.length === 64 && bytes.toString('base64url') === signature;
  const input = Buffer.from(signingInput({ payload, keyId }));
  if (!isExact || !verify(null, input, publicKeyOf(key.publicKey), bytes)) return { why: 'wrong signature' };
  const read = v.safeParse(signedValue, value);
  if (!read.success || read.output.kid !== keyId) return { why: 'other key' };
  const isRetired = key.retiredAt !== null && Date.parse(read.output.signedAt) > key.retiredAt;
  return isRetired ? { why: 'retired key' } : { value };
}
