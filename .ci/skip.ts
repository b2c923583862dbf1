import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from './reports.ts';

// Reports a suite that cannot run here as one skipped test: `skip.ts FOLDER SUITE REASON`.
const [folder = 'reports', suite = '', reason = ''] = process.argv.slice(2);
const report: Report = {
  testResults: [
    {
      name: suite,
      status: 'skipped',
      assertionResults: [{ title: `test:${suite}`, status: 'skipped', meta: { requires: reason } }],
    },
  ],
};
await mkdir(folder, { recursive: true });
await writeFile(join(folder, `${suite}.json`), JSON.stringify(report));
process.stdout.write(`Skipped test:${suite}: ${reason}.\n`);
