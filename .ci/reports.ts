/** A test runner's report, in Jest's JSON format, which vitest and others write. */
export interface Report {
  testResults: {
    name: string;
    status: string;
    assertionResults: { title: string; status: string; meta?: { requires?: string }; failureMessages?: string[] }[];
  }[];
}

/** The statuses of a test that did not run. */
export const skippedStatuses = ['skipped', 'pending', 'todo'];
