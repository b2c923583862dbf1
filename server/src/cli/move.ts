import { moveDatabase } from '../database/move.ts';
import { verify } from '../figures/figures.ts';
import { UserError, type Command } from './command.ts';
import { progressOf, type Progress } from './progress.ts';

export const moveCommand: Command = {
  name: 'move',
  summary:
    'Copy the database from its file to an empty libSQL server and check the copy. Stop the collector first. Give the server’s token in MOVE_AUTH_TOKEN or with --token.',
  needsNoDatabase: true,
  options: { to: { type: 'string' }, token: { type: 'string' } },
  run: async ({ config, options, terminal }) => {
    const { to, token = config.moveAuthToken } = options;
    if (typeof to !== 'string') throw new UserError('heart move needs --to, the address of the server.');
    let bar: Progress | undefined;
    let recounted = 0;
    const started = performance.now();
    const rows = await moveDatabase({
      from: config.databaseUrl,
      to,
      authToken: typeof token === 'string' ? token : undefined,
      progress: (done, of) => (bar ??= progressOf(terminal, of, 'rows')).to(done),
      check: async (copy) => {
        const { responses, differences, tamperedSnapshots } = await verify(copy);
        if (differences.length > 0 || tamperedSnapshots.length > 0) {
          throw new Error('All rows were copied, but some tallies do not match the responses. Run heart verify.');
        }
        recounted = responses;
      },
    }).finally(() => bar?.stop());
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    terminal.out(`Copied ${rows} rows. Recounted ${recounted} responses: every tally agrees.`);
    terminal.out(
      `It took ${seconds} s. Set DATABASE_URL (and DATABASE_AUTH_TOKEN), and keep the old file as a backup.`,
    );
    return 0;
  },
};
