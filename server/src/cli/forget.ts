import { cleanText } from '@heart-survey/shared/text';
import { emptyLog, fileOf } from '../database/database.ts';
import { forget } from '../retention/retention.ts';
import { Mistake, type Command } from './command.ts';

const longestReason = 500;

export const forgetCommand: Command = {
  name: 'forget',
  summary: 'Erase one response for good, by its id; the reason stands in the audit.',
  operand: 'RESPONSE',
  options: { reason: { type: 'string' } },
  run: async ({ db, config, operand, options, terminal }) => {
    const reason = cleanText(String(options['reason'] ?? '')).trim();
    if (reason === '' || reason.length > longestReason) {
      throw new Mistake(`Say why with --reason, in at most ${longestReason} characters and without what is erased.`);
    }
    const forgotten = await forget({ db, clock: terminal.clock }, operand, reason);
    if (!forgotten) throw new Mistake(`There is no response ${operand}.`);
    const { quarter, isClosed } = forgotten;
    const isGone = fileOf(config.databaseUrl) === undefined || (await emptyLog(db));
    terminal.out(`The response ${operand} of ${quarter} is erased. The audit says so, and why.`);
    if (isClosed) terminal.out(`${quarter} is closed: its published figures stay as they are.`);
    if (!isGone) terminal.out('The database is busy: its bytes leave the -wal file when that is written over.');
    terminal.out('Backups that were made before hold it until they are deleted.');
    return 0;
  },
};
