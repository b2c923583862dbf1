import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createVitest } from 'vitest/node';

/** How a test file imports a browser. */
const browser = /from '(@heart-survey\/widget\/test\/(browser|in-every-family)|\.\/(browser|stage)\.ts)'/;

afterEach(() => void vi.unstubAllEnvs());

test('retries only test files that drive a browser in CI', async () => {
  vi.stubEnv('CI', '1');
  const vitest = await createVitest('test', { watch: false, config: join(import.meta.dirname, '../vitest.config.ts') });
  try {
    const files = await Promise.all(
      (await vitest.globTestSpecifications()).map(async ({ moduleId, project }) => ({
        file: relative(vitest.config.root, moduleId),
        tries: project.serializedConfig.retry,
        hasBrowser: browser.test(await readFile(moduleId, 'utf8')),
      })),
    );
    const retried = files.filter(({ tries }) => tries !== 0);
    expect(retried.length).toBeGreaterThan(10);
    expect(retried.filter(({ hasBrowser }) => !hasBrowser)).toEqual([]);
  } finally {
    await vitest.close();
  }
});
