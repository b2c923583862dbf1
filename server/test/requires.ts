declare module 'vitest' {
  interface TaskMeta {
    /** Why the test is skipped where it is. */
    requires?: string | undefined;
  }
}

/** Says in the test's report what it needs of the machine, which is why it is skipped elsewhere. */
export const requires = (what: string) => ({ meta: { requires: `needs ${what}` } });
