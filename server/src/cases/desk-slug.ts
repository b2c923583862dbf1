import { freeSlug, slugFrom } from '../org/org.ts';

/**
 * A desk's short name in web addresses, which is never changed. It does not end with `-desk`: the desk that each new department
 * gets has such a one.
 */
export function deskSlug(name: string, taken: ReadonlySet<string>): string {
  return freeSlug(slugFrom(name).replaceAll(/(-desk)+$/g, '') || 'inbox', taken);
}
