import { resolve } from 'node:path';
import { backUp } from '../database/backup.ts';
import type { Command } from './command.ts';

export const backupCommand: Command = {
  name: 'backup',
  summary: 'Copy the database into a file, while the collector runs, and check the copy.',
  operand: 'FILE',
  // Of whatever version the database is: this is what one does before an upgrade.
  needsNoDatabase: true,
  options: { overwrite: { type: 'boolean' } },
  run: async ({ config, operand, options, terminal }) => {
    const started = performance.now();
    const { responses, bytes } = await backUp(config.databaseUrl, resolve(operand), {
      overwrite: options['overwrite'] === true,
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const size = (bytes / 2 ** 20).toFixed(1);
    terminal.out(`${operand} holds ${responses} responses, ${size} MiB, and was checked; it took ${seconds} s.`);
    return 0;
  },
};
