import { hash, timingSafeEqual } from 'node:crypto';
import { createPasswords, type Passwords } from '../src/sign-in/sign-in.ts';

const slow = createPasswords();
const mark = 'quick:';
const digest = (password: string) => hash('sha256', password, 'base64url');

/**
 * Passwords with fast hashes. With the real ones, two for each person who signs in, the tests would take twice as long.
 * Tests of the hashes and their queue use `createPasswords()`.
 */
export const quickPasswords: Passwords = {
  hash: async (password) => mark + digest(password),
  verify: async ({ hash, password }) =>
    hash.startsWith(mark)
      ? timingSafeEqual(Buffer.from(hash.slice(mark.length)), Buffer.from(digest(password)))
      : slow.verify({ hash, password }),
};
