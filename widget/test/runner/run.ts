import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defaultReporter, startTestRunner, type TestRunnerConfig } from '@web/test-runner';
import { chromium, cleanUp, firefox, firefoxPath } from './browsers.ts';
import { scriptedCollector } from './collector.ts';
import { jsonReport, type Skipped } from './report.ts';
import { inlineStyles, typescript } from './source.ts';

// Runs the element's own tests in Chromium, and in Firefox where it is installed: `node test/runner/run.ts [file …]`.
// HEART_BROWSER=firefox runs them only in Firefox.

const root = fileURLToPath(new URL('../../..', import.meta.url));
const files = fileURLToPath(new URL('../element/*.suite.ts', import.meta.url));
const asked = process.argv
  .slice(2)
  .map((file) => fileURLToPath(new URL(`../element/${file}.suite.ts`, import.meta.url)));

const firefoxAt = firefoxPath();
const onlyFirefox = process.env['HEART_BROWSER'] === 'firefox';
const skipped: Skipped[] = firefoxAt
  ? []
  : [
      {
        name: fileURLToPath(import.meta.url),
        title: 'the element in Firefox',
        requires: 'firefox-esr is not installed',
      },
    ];
for (const { title, requires } of skipped) process.stdout.write(`Skipped ${title}: ${requires}\n`);

if (onlyFirefox && !firefoxAt) process.exit(1);

const config: TestRunnerConfig = {
  rootDir: root,
  files: asked.length > 0 ? asked : [files],
  nodeResolve: { exportConditions: ['production'] },
  browsers: [...(onlyFirefox ? [] : [await chromium()]), ...(firefoxAt ? [firefox(firefoxAt)] : [])],
  concurrency: Math.max(2, availableParallelism() - 1),
  testsStartTimeout: 120_000,
  testsFinishTimeout: 300_000,
  testFramework: { config: { timeout: 30_000 } },
  middleware: [scriptedCollector],
  plugins: [inlineStyles(), typescript()],
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: process.stdout.isTTY }),
    jsonReport(`${root}/reports/element${onlyFirefox ? '-firefox' : ''}.json`, skipped),
  ],
};

const runner = await startTestRunner({ config, readCliArgs: false, readFileConfig: false, autoExitProcess: false });
runner?.on('stopped', (passed) => {
  cleanUp();
  process.exit(passed && !process.exitCode ? 0 : 1);
});
