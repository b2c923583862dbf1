declare module 'vitest' {
  interface TaskMeta {
    /** The reason if the test is skipped. */
    requires?: string | undefined;
  }
}

/** Puts the program that a test needs into its report, as the reason if it is skipped. */
export const requires = (what: string) => ({ meta: { requires: `needs ${what}` } });
