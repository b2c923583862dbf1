import type { Context } from 'hono';
import { problem } from './problem.ts';

/** Answers 405 to every method that a path does not have. @param allowed as the Allow header names them. */
export function otherMethods(allowed: string, title: string) {
  return (c: Context): Response => {
    c.header('Allow', allowed);
    return problem(c, { status: 405, title });
  };
}
