declare module 'vitest' {
  interface TaskMeta {
    /** Why the test is skipped where it is. */
    needs?: string | undefined;
  }
}

/** Says in the test's report what it needs of the machine, which is why it is skipped elsewhere. */
export const needs = (what: string) => ({ meta: { needs: `needs ${what}` } });
