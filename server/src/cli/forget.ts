import { cleanText } from '@heart-survey/shared/text';
import { emptyLog, fileOf } from '../database/database.ts';
import { whenRestated } from '../handoffs.ts';
import { isReason, maxReason } from '../pages/reason.ts';
import { forget } from '../retention/retention.ts';
import { UserError, type Command } from './command.ts';

export const forgetCommand: Command = {
  name: 'forget',
  summary: 'Permanently erase one response by its ID. The reason goes into the audit log.',
  operand: 'RESPONSE',
  options: { reason: { type: 'string' } },
  run: async ({ db, config, operand, options, terminal }) => {
    const reason = cleanText(String(options['reason'] ?? '')).trim();
    if (!isReason(reason)) {
      throw new UserError(
        `Give a reason with --reason: at most ${maxReason} characters, and nothing from the response itself.`,
      );
    }
    const forgotten = await forget({ db, clock: terminal.clock, alongside: whenRestated }, operand, reason);
    if (!forgotten) throw new UserError(`No response has the ID ${operand}.`);
    const { quarter, restated } = forgotten;
    const isGone = fileOf(config.databaseUrl) === undefined || (await emptyLog(db));
    terminal.out(`Response ${operand} of ${quarter} is erased. The audit log has the reason.`);
    if (typeof restated === 'number') {
      terminal.out(`${quarter} is closed, so it is restated: version ${restated} counts without the response.`);
    }
    if (restated === 'kept')
      terminal.out(`${quarter} cannot be restated anymore, so its closed figures do not change.`);
    if (!isGone)
      terminal.out('The database is busy. The response’s bytes stay in the -wal file until they are overwritten.');
    terminal.out('Earlier backups still contain it until you delete them.');
    return 0;
  },
};
