// The key that signs submissions, its public keys, and the signed files (docs/design.md §3.13).
export { canonicalJson } from './canonical-json.ts';
export { readKeySet, storedKeys, type KnownKey } from './known-keys.ts';
export { logUnusableKey, openSigning, type ReadSigningKey } from './open-signing.ts';
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
