import { openDatabase } from '../database/database.ts';
import { moveDatabase } from '../database/move.ts';
import { verify } from '../results/results.ts';
import { Mistake, type Command } from './command.ts';
import { progressOf, type Progress } from './progress.ts';

/** How long the server may take to recount, in milliseconds. */
const recountPatience = 10 * 60_000;

export const moveCommand: Command = {
  name: 'move',
  summary:
    'Copy the database from its file to an empty libSQL server, and check the copy; no collector may be running. The server’s token is read from MOVE_AUTH_TOKEN, or given by --token.',
  needsNoDatabase: true,
  options: { to: { type: 'string' }, token: { type: 'string' } },
  run: async ({ config, options, terminal }) => {
    const { to, token = config.moveAuthToken } = options;
    if (typeof to !== 'string') throw new Mistake('heart move: give it --to, the address of the server.');
    const authToken = typeof token === 'string' ? token : undefined;
    let bar: Progress | undefined;
    const started = performance.now();
    const rows = await moveDatabase({
      from: config.databaseUrl,
      to,
      authToken,
      progress: (done, of) => (bar ??= progressOf(terminal, of, 'rows')).to(done),
    }).finally(() => bar?.stop());
    const db = await openDatabase(to, authToken, recountPatience);
    try {
      const { responses, differences, tamperedSnapshots } = await verify(db);
      if (differences.length > 0 || tamperedSnapshots.length > 0) {
        terminal.err(
          'All rows are on the server, but not every figure is what its responses come to: see heart verify.',
        );
        return 1;
      }
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      terminal.out(`${rows} rows are on the server; ${responses} responses were recounted, and every tally agrees.`);
      terminal.out(`It took ${seconds} s. Set DATABASE_URL (and DATABASE_AUTH_TOKEN), and put the file away.`);
      return 0;
    } finally {
      db.$client.close();
    }
  },
};
