import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const packages = ['shared', 'widget', 'server', 'examples'];

// On a machine that is shared, a browser may lose a race against a test's patience: there it has a second try.
const retry = process.env['CI'] ? 1 : 0;

const project = (name: string, include: string[], env: Record<string, string> = {}) => ({
  extends: true as const,
  test: { name, include, env, testTimeout: 60_000, hookTimeout: 120_000, retry },
});

// Where there is Firefox, the element's tests run in it too: that of `FIREFOX_PATH` (none, if it is empty), else Debian's.
const debians = '/usr/bin/firefox-esr';
const firefox = process.env['FIREFOX_PATH'] ?? (existsSync(debians) ? debians : '');
const inFirefox = project('widget-firefox', ['widget/test/!(bundle|package).test.ts'], {
  HEART_BROWSER: 'firefox',
  FIREFOX_PATH: firefox,
});

export default defineConfig({
  test: {
    projects: [
      ...packages.map((name) => project(name, [`${name}/**/*.test.ts`])),
      ...(firefox === '' ? [] : [inFirefox]),
      project('languages', ['examples/every-language.suite.ts']),
      project('console', ['examples/console-pages.suite.ts']),
      project('faults', ['server/faults/*.suite.ts']),
    ],
    // A test that drives a browser mostly waits for it, so two cores have work for two files.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', ['json', { outputFile: `reports/${process.env['HEART_SUITE'] ?? 'test'}.json` }]],
  },
});
