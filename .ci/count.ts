import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

// Prints, as the last line of a run, how many tests passed and failed, from the JSON reports that the runners wrote.

interface Report {
  numPassedTests: number;
  numFailedTests: number;
}

const folder = process.argv[2] ?? 'reports';
const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
const reports = await Promise.all(
  names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Report),
);
const passed = reports.reduce((sum, report) => sum + report.numPassedTests, 0);
const failed = reports.reduce((sum, report) => sum + report.numFailedTests, 0);
const ranNothing =
  reports.length === 0 || reports.some((report) => report.numPassedTests + report.numFailedTests === 0);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = ranNothing || failed > 0 ? 1 : 0;
