import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestSession } from '@web/test-runner';

interface FileResult {
  /** The test file, as an absolute path. */
  name: string;
  status: 'passed' | 'failed';
  assertionResults: {
    status: 'passed' | 'failed' | 'skipped';
    title: string;
    failureMessages: string[];
    /** What the skipped test needs. */
    meta?: { requires: string };
  }[];
}

type Suite = NonNullable<TestSession['testResults']>;

/** Tests that were not run at all, each with its reason. */
export type Skipped = { name: string; title: string; requires: string };

/** Writes the results like vitest's JSON reporter, so that all of them can be added up. */
export function jsonReport(file: string, skipped: Skipped[]): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      const testResults = [...sessions.map(resultOf), ...skipped.map(skippedResult)];
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ testResults }));
      if (sessions.length === 0 || testResults.some(({ status }) => status === 'failed')) process.exitCode = 1;
    },
  };
}

/** A file in which no test ran counts as a failure: it was not loaded, or it tests nothing. */
function resultOf({ browser, testFile, passed, testResults }: TestSession): FileResult {
  const assertionResults = testResults ? results(testResults, browser.name) : [];
  const isPassed = passed && assertionResults.length > 0;
  return { name: testFile, status: isPassed ? 'passed' : 'failed', assertionResults };
}

function results({ name, suites, tests }: Suite, path: string): FileResult['assertionResults'] {
  const here = [path, name].filter(Boolean).join(' > ');
  return [
    ...tests.map((test) => ({
      status: test.skipped ? ('skipped' as const) : test.passed ? ('passed' as const) : ('failed' as const),
      title: `${here} > ${test.name}`,
      failureMessages: test.error ? [test.error.message ?? 'failed'] : [],
    })),
    ...suites.flatMap((suite) => results(suite, here)),
  ];
}

function skippedResult({ name, title, requires }: Skipped): FileResult {
  return {
    name,
    status: 'passed',
    assertionResults: [{ status: 'skipped', title, failureMessages: [], meta: { requires } }],
  };
}
