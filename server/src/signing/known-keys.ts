import { asc, isNull } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { signingKey } from '../database/schema.ts';
import { publicJwk, thumbprint, type PublicJwk } from './keys.ts';

// The public keys: in the database, and as a JSON Web Key Set (RFC 7517) that anyone can keep.

/** A public key, and when it was used. */
export interface KnownKey {
  publicKey: PublicJwk;
  /** In milliseconds since the epoch. */
  createdAt: number;
  /** Null for the current key. */
  retiredAt: number | null;
}

/** The keys in the database. */
export interface StoredKeys {
  /** By their ids, oldest first. */
  keys: Map<string, KnownKey>;
  /** The ids of keys whose public part was changed: it does not have this thumbprint. */
  changed: string[];
}

/** Every key, and those that someone changed. */
export async function storedKeys(db: Database): Promise<StoredKeys> {
  const rows = await db.select().from(signingKey).orderBy(asc(signingKey.createdAt), asc(signingKey.id));
  const read = rows.map(({ publicKey, ...row }) => {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), publicJwk), publicKey);
    return { ...row, publicKey: parsed.success && thumbprint(parsed.output) === row.id ? parsed.output : undefined };
  });
  return {
    keys: new Map(
      read.flatMap(({ id, publicKey, createdAt, retiredAt }) =>
        publicKey === undefined ? [] : [[id, { publicKey, createdAt, retiredAt }]],
      ),
    ),
    changed: read.filter(({ publicKey }) => publicKey === undefined).map(({ id }) => id),
  };
}

/** Every key by its id, oldest first, without those that someone changed. */
export async function knownKeys(db: Database): Promise<Map<string, KnownKey>> {
  return (await storedKeys(db)).keys;
}

/** The id of the key that is not retired. */
export async function currentKeyId(db: Database): Promise<string | undefined> {
  const [current] = await db.select({ id: signingKey.id }).from(signingKey).where(isNull(signingKey.retiredAt));
  return current?.id;
}

const moment = v.pipe(v.string(), v.isoTimestamp());

/** A key in the set. */
const publishedKey = v.object({
  ...publicJwk.entries,
  kid: v.pipe(v.string(), v.description('The key’s thumbprint (RFC 7638).')),
  alg: v.literal('EdDSA'),
  use: v.literal('sig'),
  createdAt: v.pipe(moment, v.description('When the key was first used.')),
  retiredAt: v.optional(
    v.pipe(
      moment,
      v.description(
        'When another key took its place; missing for the current key. What the key signed before stays valid. A submission with a later signedAt is not valid.',
      ),
    ),
  ),
});

/** The keys as published. */
export const keySet = v.object({
  keys: v.pipe(v.array(publishedKey), v.description('Every key that was ever used, oldest first.')),
});
export type KeySet = v.InferOutput<typeof keySet>;

/** The set of these keys. */
export function keySetOf(keys: ReadonlyMap<string, KnownKey>): KeySet {
  return {
    keys: [...keys].map(([kid, { publicKey, createdAt, retiredAt }]) => ({
      ...publicKey,
      kid,
      alg: 'EdDSA',
      use: 'sig',
      createdAt: new Date(createdAt).toISOString(),
      ...(retiredAt === null ? {} : { retiredAt: new Date(retiredAt).toISOString() }),
    })),
  };
}

/** The keys in the text of a set; undefined if it is not one, or a key does not have its own thumbprint. */
export function readKeySet(text: string): Map<string, KnownKey> | undefined {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), keySet), text);
  if (!read.success || read.output.keys.some((key) => thumbprint(key) !== key.kid)) return undefined;
  return new Map(
    read.output.keys.map(({ kid, kty, crv, x, createdAt, retiredAt }) => [
      kid,
      {
        publicKey: { kty, crv, x },
        createdAt: Date.parse(createdAt),
        retiredAt: retiredAt === undefined ? null : Date.parse(retiredAt),
      },
    ]),
  );
}
