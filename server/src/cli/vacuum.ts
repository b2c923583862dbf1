import { emptyLog, fileOf } from '../database/database.ts';
import { UserError, type Command } from './command.ts';

export const vacuumCommand: Command = {
  name: 'vacuum',
  summary: 'Rewrite the database file, so that nothing of erased data is left in its unused parts.',
  run: async ({ db, config, terminal }) => {
    if (fileOf(config.databaseUrl) === undefined) throw new UserError('The database is on a server, not in a file.');
    await db.$client.execute('VACUUM');
    const isGone = await emptyLog(db);
    terminal.out(
      isGone
        ? 'The database file was rewritten.'
        : 'The database file was rewritten. It is busy, so its -wal file still has old pages. Run this again.',
    );
    return 0;
  },
};
