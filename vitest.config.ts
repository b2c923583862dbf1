import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

interface Options {
  exclude?: string[];
  retry?: number;
  env?: Record<string, string>;
  testTimeout?: number;
  isolate?: boolean;
}

const project = (name: string, include: string[], options: Options = {}) => ({
  extends: true as const,
  test: { name, include, testTimeout: 180_000, hookTimeout: 180_000, retry: 0, ...options },
});

// On a shared machine, a browser can be too slow for a test's timeout. In CI, these tests get a second try, and no others do
// (`.ci/retries.test.ts`).
const inBrowser = (name: string, include: string[], { exclude = [], ...options }: Options = {}) =>
  project(name, include, {
    exclude: [...configDefaults.exclude, ...exclude],
    retry: process.env['CI'] ? 1 : 0,
    ...options,
  });

// These tests of the widget read the built files, or call pure functions.
const withoutBrowser = ['widget/test/(bundle|package).test.ts', 'widget/src/*.test.ts'];

// Where there is Firefox, the element's tests run in it too: that of `FIREFOX_PATH` (none, if it is empty), else Debian's.
const debians = '/usr/bin/firefox-esr';
const firefox = process.env['FIREFOX_PATH'] ?? (existsSync(debians) ? debians : '');
const inFirefox = inBrowser('widget-firefox', ['widget/test/*.test.ts'], { exclude: withoutBrowser });
const firefoxEnv = { HEART_BROWSER: 'firefox', FIREFOX_PATH: firefox };

// The same tests on a real libSQL server, and those that only such a one can have. Without it, one test that is skipped.
const onLibsqlServer = project(
  'libsql',
  process.env['HEART_LIBSQL_SERVER']
    ? [
        'server/{**/*.libsql,test/libsql-server}.suite.ts',
        'server/src/console/walk.test.ts',
        'server/src/responses/{group-commit,replay}.test.ts',
        'server/src/submissions/submit.test.ts',
        'server/src/recognition/{thanking,sending,withdrawal}.test.ts',
        'server/src/cases/{cases,sight}.test.ts',
        'examples/journey.test.ts',
      ]
    : ['server/test/libsql-server.suite.ts'],
  // There, each statement is a request.
  { env: { HEART_TEST_DATABASE: 'libsql' }, testTimeout: 300_000 },
);

// Files of `pnpm test:long`: half a minute each, for what a change rarely breaks.
const long = [
  'server/faults/{fuzz,mixed,storage,upgrade}.test.ts',
  'server/src/cli/{backup,demo,read-only}.test.ts',
  'server/src/outbox/killed.test.ts',
  'server/src/{restating,results}/differencing.test.ts',
  'server/src/recognition/nobody-counted.test.ts',
];
/** The survey in every state with axe; with the languages, whose pages are checked in the same way. */
const access = 'widget/test/access.test.ts';

export default defineConfig({
  test: {
    projects: [
      project('ci', ['.ci/*.test.ts']),
      project('shared', ['shared/**/*.test.ts']),
      // Each file starts its own collector; the modules are the same for all of them.
      project('server', ['server/**/*.test.ts'], { isolate: false, exclude: [...configDefaults.exclude, ...long] }),
      project('long', long, { isolate: false }),
      project('widget-files', withoutBrowser),
      inBrowser('widget', ['widget/**/*.test.ts'], { exclude: [...withoutBrowser, access] }),
      inBrowser('examples', ['examples/**/*.test.ts'], { isolate: false }),
      ...(firefox === '' ? [] : [{ ...inFirefox, test: { ...inFirefox.test, env: firefoxEnv } }]),
      inBrowser('languages', [
        'examples/{every-language,displays,customer-groups,feedback,public-results,pseudo-locale,kiosk-language,print}.suite.ts',
        access,
      ]),
      inBrowser('respondents', ['examples/{nothing-lost,scanners,too-many}.suite.ts']),
      inBrowser('console', [
        'examples/{console,console-pages,action-plan,submission,recognition,cases,second-stage,case-trends,follow-ups,case-records}.suite.ts',
      ]),
      project('faults', ['server/faults/*.suite.ts']),
      project('simulation', ['server/simulation/*.suite.ts']),
      project('api', ['server/api-fuzz/*.suite.ts']),
      project('pdf', ['server/src/{reports,letters}/*.suite.ts']),
      onLibsqlServer,
    ],
    // Tests mostly wait for a browser, a process or a disk, so two cores can run three files at once.
    maxWorkers: availableParallelism() + 1,
    // On a busy machine, a condition can take long to come true.
    expect: { poll: { timeout: 60_000 } },
    reporters: ['default', ['json', { outputFile: `reports/${process.env['HEART_SUITE'] ?? 'test'}.json` }]],
  },
});
