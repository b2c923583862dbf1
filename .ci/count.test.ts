import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heart-reports-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (script: string, ...args: string[]) => {
  const { status, stdout } = spawnSync(process.execPath, [join(import.meta.dirname, script), folder, ...args], {
    encoding: 'utf8',
  });
  return { status, lines: stdout.trim().split('\n') };
};

/** Writes a runner's report with one passed test in every package, plus these tests. */
function report(
  name: string,
  ...others: { status: string; meta?: { requires: string }; failureMessages?: string[] }[]
) {
  const testResults = ['shared', 'widget', 'server', 'examples'].map((each) => ({
    name: join(process.cwd(), each, 'a.test.ts'),
    status: 'passed',
    assertionResults: [
      { title: 'passes', status: 'passed' },
      ...(each === 'server' ? others.map((other) => ({ title: 'other', ...other })) : []),
    ],
  }));
  writeFileSync(join(folder, name), JSON.stringify({ testResults }));
}

test('adds up all reports, and counts a suite that cannot run as one skipped test with the reason', () => {
  report('test.json', { status: 'pending', meta: { requires: 'needs nginx' } });
  report('another-runner.json', { status: 'skipped', meta: { requires: 'needs nginx' } });
  expect(run('skip.ts', 'firefox', 'Firefox is not installed').lines).toEqual([
    'Skipped test:firefox: Firefox is not installed.',
  ]);
  expect(run('count.ts', '0')).toEqual({
    status: 0,
    lines: ['Skipped 2: needs nginx.', 'Skipped 1: Firefox is not installed.', '8 passed, 0 failed, 3 skipped'],
  });
});

test('fails for a failed test, an earlier failed command, and a package without a test that ran', () => {
  report('test.json', { status: 'failed' });
  expect(run('count.ts', '0')).toEqual({
    status: 1,
    lines: ['Failed: server/a.test.ts: other', '4 passed, 1 failed, 0 skipped'],
  });
  report('test.json');
  expect(run('count.ts', '1')).toEqual({ status: 1, lines: ['4 passed, 0 failed, 0 skipped'] });
  writeFileSync(join(folder, 'test.json'), JSON.stringify({ testResults: [] }));
  expect(run('count.ts', '0')).toMatchObject({ status: 1 });
});

test('prints the start of what a failed test said', () => {
  report('test.json', {
    status: 'failed',
    failureMessages: ['Error: one\n\ntwo\nthree\nfour\n    at some/file.ts:1:2', 'x'.repeat(900)],
  });
  expect(run('count.ts', '0').lines).toEqual([
    'Failed: server/a.test.ts: other',
    '  Error: one',
    '  two',
    '  three',
    `  ${'x'.repeat(300)}`,
    '4 passed, 1 failed, 0 skipped',
  ]);
});

test('fails for a test that was skipped without a reason, and names it', () => {
  report('test.json', { status: 'skipped' }, { status: 'pending', meta: { requires: '' } });
  expect(run('count.ts', '0')).toEqual({
    status: 1,
    lines: ['Skipped without a reason: other', 'Skipped without a reason: other', '4 passed, 2 failed, 0 skipped'],
  });
});
