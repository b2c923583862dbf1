import { defineConfig } from 'vitest/config';

const packages = ['shared', 'widget', 'server', 'examples'];

export default defineConfig({
  test: {
    projects: packages.map((name) => ({
      extends: true as const,
      test: { name, include: [`${name}/**/*.test.ts`], testTimeout: 60_000, hookTimeout: 120_000 },
    })),
    reporters: ['default', ['json', { outputFile: 'reports/vitest.json' }]],
  },
});
