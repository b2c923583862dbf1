import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

// Prints, as the last line of a run, how many tests passed, failed and were skipped, from the JSON reports that the
// runners wrote. A test file that could not be loaded is one that failed; a package without a test that ran is one, too.

interface Report {
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}

const packages = ['shared', 'widget', 'server', 'examples'];
const [folder = 'reports', failedBefore = '0'] = process.argv.slice(2);

const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
const reports = await Promise.all(
  names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Report),
);
const files = reports.flatMap(({ testResults }) => testResults);
const results = files.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
const notLoaded = files.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
const ranNothing = packages.filter(
  (name) =>
    !files.some(
      (file) =>
        relative('.', file.name).startsWith(`${name}/`) &&
        file.assertionResults.some(({ status }) => status === 'passed'),
    ),
);

// The element's tests in Firefox have a report of their own.
const inFirefox = (reports[names.indexOf('firefox.json')]?.testResults ?? []).length;

const passed = results.filter((status) => status === 'passed').length;
const skipped = results.filter((status) => ['skipped', 'pending', 'todo'].includes(status)).length;
const failed = results.filter((status) => status === 'failed').length + notLoaded.length + ranNothing.length;
for (const name of ranNothing) process.stdout.write(`No test of ${name} ran.\n`);
process.stdout.write(
  inFirefox > 0
    ? `The element's tests ran in Chromium, and ${inFirefox} files of them in Firefox as well.\n`
    : "The element's tests ran in Chromium alone.\n",
);
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = failed > 0 || failedBefore !== '0' ? 1 : 0;
