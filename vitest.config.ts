import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const project = (name: string, include: string[], options: { exclude?: string[]; retry?: number } = {}) => ({
  extends: true as const,
  test: { name, include, testTimeout: 60_000, hookTimeout: 120_000, retry: 0, ...options },
});

// On a machine that is shared, a browser may lose a race against a test's patience: there it has a second try, and nothing
// else has. `.ci/retries.test.ts` sees to that.
const inBrowser = (name: string, include: string[], exclude: string[] = []) =>
  project(name, include, { exclude: [...configDefaults.exclude, ...exclude], retry: process.env['CI'] ? 1 : 0 });

// What is built of the widget is looked at as files.
const built = 'widget/test/(bundle|package).test.ts';

// Where there is Firefox, the element's tests run in it too: that of `FIREFOX_PATH` (none, if it is empty), else Debian's.
const debians = '/usr/bin/firefox-esr';
const firefox = process.env['FIREFOX_PATH'] ?? (existsSync(debians) ? debians : '');
const inFirefox = inBrowser('widget-firefox', ['widget/test/*.test.ts'], [built]);
const firefoxEnv = { HEART_BROWSER: 'firefox', FIREFOX_PATH: firefox };

export default defineConfig({
  test: {
    projects: [
      project('ci', ['.ci/*.test.ts']),
      project('shared', ['shared/**/*.test.ts']),
      project('server', ['server/**/*.test.ts']),
      project('widget-built', [built]),
      inBrowser('widget', ['widget/**/*.test.ts'], [built]),
      inBrowser('examples', ['examples/**/*.test.ts']),
      ...(firefox === '' ? [] : [{ ...inFirefox, test: { ...inFirefox.test, env: firefoxEnv } }]),
      inBrowser('languages', ['examples/every-language.suite.ts']),
      inBrowser('console', ['examples/console-pages.suite.ts']),
      project('faults', ['server/faults/*.suite.ts']),
      project('api', ['server/api-fuzz/*.suite.ts']),
    ],
    // A test that drives a browser mostly waits for it, so two cores have work for two files.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', ['json', { outputFile: `reports/${process.env['HEART_SUITE'] ?? 'test'}.json` }]],
  },
});
