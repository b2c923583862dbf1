// The key that signs submissions, its public keys, and the signed files (docs/design.md §3.13).
export { canonicalJson, fromCanonicalJson, type CanonicalValue } from './canonical-json.ts';
export { SigningKeyError } from './key-file.ts';
export type { SigningKey } from './keys.ts';
export { knownKeys, readKeySet, type KnownKey } from './known-keys.ts';
export { openSigning, type ReadSigningKey } from './open-signing.ts';
export { rotateKey } from './rotate.ts';
export { keyRoutes } from './routes.ts';
export {
  checkSigned,
  payloadHash,
  readSignedFile,
  signedFile,
  signedFileOf,
  signedFileText,
  signValue,
  type BadSignature,
  type Signed,
  type SignedFile,
} from './signed-file.ts';
