import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, type KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { canonicalJson } from './canonical-json.ts';

// Ed25519 keys as JSON Web Keys (RFC 8037).

/** 32 bytes in base64url. */
const bytes32 = v.pipe(v.string(), v.regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/));
const publicEntries = { kty: v.literal('OKP'), crv: v.literal('Ed25519'), x: bytes32 };

/** The public part of a key. */
export const publicJwk = v.object(publicEntries);
export type PublicJwk = v.InferOutput<typeof publicJwk>;

/** A whole key, as in the key file. */
const privateJwk = v.strictObject({ ...publicEntries, d: bytes32 });
export type PrivateJwk = v.InferOutput<typeof privateJwk>;

/** A key that can sign. */
export interface SigningKey {
  /** Its thumbprint. */
  id: string;
  publicKey: PublicJwk;
  /** The signature of the text, in base64url. */
  sign: (text: string) => string;
}

/** Makes a new key. */
export function newPrivateJwk(): PrivateJwk {
  const { kty, crv, x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return v.parse(privateJwk, { kty, crv, x, d });
}

/** The key in the text of a key file; undefined if it is broken, or if its two parts do not belong together. */
export function signingKeyOf(text: string): SigningKey | undefined {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), privateJwk), text);
  if (!read.success) return undefined;
  const { d, ...publicKey } = read.output;
  try {
    const key = createPrivateKey({ key: { ...publicKey, d }, format: 'jwk' });
    if (createPublicKey(key).export({ format: 'jwk' }).x !== publicKey.x) return undefined;
    return {
      id: thumbprint(publicKey),
      publicKey,
      sign: (signed) => sign(null, Buffer.from(signed), key).toString('base64url'),
    };
  } catch {
    return undefined;
  }
}

/** The key's thumbprint (RFC 7638), which is its id. */
export function thumbprint({ kty, crv, x }: PublicJwk): string {
  return hash('sha256', canonicalJson({ crv, kty, x }), 'base64url');
}

/** The public key for checking signatures. */
export function publicKeyOf({ kty, crv, x }: PublicJwk): KeyObject {
  return createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
}
