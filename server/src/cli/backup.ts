import { resolve } from 'node:path';
import { backUp } from '../database/backup.ts';
import type { Command } from './command.ts';

export const backupCommand: Command = {
  name: 'backup',
  summary: 'Back up the database to a file and check the copy. The collector may keep running.',
  operand: 'FILE',
  // Works on a database of any version, since you run it before an upgrade.
  needsNoDatabase: true,
  options: { overwrite: { type: 'boolean' } },
  run: async ({ config, operand, options, terminal }) => {
    const started = performance.now();
    const { responses, bytes } = await backUp(config.databaseUrl, resolve(operand), {
      overwrite: options['overwrite'] === true,
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const size = (bytes / 2 ** 20).toFixed(1);
    terminal.out(`Saved ${responses} responses (${size} MiB) to ${operand} in ${seconds} s and checked the copy.`);
    return 0;
  },
};
