/** A runner's report of its test files, in the JSON of Jest that vitest and others write. */
export interface Report {
  testResults: {
    name: string;
    status: string;
    assertionResults: { title: string; status: string; meta?: { needs?: string } }[];
  }[];
}

/** What a report calls a test that did not run. */
export const skippedStatuses = ['skipped', 'pending', 'todo'];
