import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { skippedStatuses, type Report } from './reports.ts';

// Prints why tests were skipped and, as the last line, how many passed, failed and were skipped: `count.ts FOLDER
// FAILED`, where FAILED is 0 unless an earlier command failed. It adds up all reports in the folder. A test file that
// did not load counts as a failure; so does a package without a test that ran, and a test skipped without a reason
// (`meta.requires`).
const packages = ['shared', 'widget', 'server', 'examples'];
const [folder = 'reports', failedBefore = '0'] = process.argv.slice(2);

const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
const reports = await Promise.all(
  names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Report),
);
const files = reports.flatMap(({ testResults }) => testResults);
const tests = files.flatMap(({ assertionResults }) => assertionResults);
const notLoaded = files.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
const ranNothing = packages.filter(
  (name) =>
    !files.some(
      (file) =>
        relative('.', file.name).startsWith(`${name}/`) &&
        file.assertionResults.some(({ status }) => status === 'passed'),
    ),
);
for (const name of ranNothing) process.stdout.write(`No test of ${name} ran.\n`);

const skipped = tests.filter(({ status }) => skippedStatuses.includes(status));
const explained = skipped.filter(({ meta }) => meta?.requires);
const unexplained = skipped.filter(({ meta }) => !meta?.requires);
const reasons = Map.groupBy(explained, ({ meta }) => meta?.requires);
for (const [reason, { length }] of reasons) process.stdout.write(`Skipped ${length}: ${reason}.\n`);
for (const { title } of unexplained) process.stdout.write(`Skipped without a reason: ${title}\n`);

/** The first lines of a message, without its stack. */
const startOf = (message: string) =>
  message
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    .slice(0, 3)
    .map((line) => `  ${line.trim().slice(0, 300)}\n`)
    .join('');

for (const { name, assertionResults } of files) {
  for (const { title, status, failureMessages = [] } of assertionResults) {
    if (status !== 'failed') continue;
    process.stdout.write(`Failed: ${relative('.', name)}: ${title}\n${failureMessages.map(startOf).join('')}`);
  }
}
for (const { name } of notLoaded) process.stdout.write(`Not loaded: ${relative('.', name)}\n`);

const passed = tests.filter(({ status }) => status === 'passed').length;
const failed =
  tests.filter(({ status }) => status === 'failed').length +
  [notLoaded, ranNothing, unexplained].reduce((sum, { length }) => sum + length, 0);
process.stdout.write(`${passed} passed, ${failed} failed, ${explained.length} skipped\n`);
process.exitCode = failed > 0 || failedBefore !== '0' ? 1 : 0;
