import type { Context } from 'hono';
import { problem } from './problem.ts';

/** Answers 405 to methods that a path does not support. @param allowed the value of the Allow header. */
export function otherMethods(allowed: string, title: string) {
  return (c: Context): Response => {
    c.header('Allow', allowed);
    return problem(c, { status: 405, title });
  };
}
