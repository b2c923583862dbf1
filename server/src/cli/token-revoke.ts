import { auditedIfChanged } from '../audit/audit.ts';
import { commit } from '../database/database.ts';
import { revokeToken, tokensOf } from '../tokens/tokens.ts';
import { UserError, type Command } from './command.ts';

export const tokenList: Command = {
  name: 'token list',
  summary: 'List the active tokens: number, name, and owner.',
  run: async ({ db, terminal }) => {
    for (const { id, name, owner } of (await tokensOf(db)).toReversed()) {
      terminal.out(`${id}  ${name}  ${owner ?? 'the command line'}`);
    }
    return 0;
  },
};

export const tokenRevoke: Command = {
  name: 'token revoke',
  summary: 'Revoke the token with this number, no matter who owns it.',
  operand: 'NUMBER',
  run: async ({ db, terminal, operand }) => {
    const id = /^[1-9]\d{0,14}$/.test(operand) ? Number(operand) : 0;
    const now = terminal.clock();
    const [revoked] = await commit(db, [
      revokeToken(id, now),
      auditedIfChanged({ personId: null, action: 'token revoked', subject: operand }, now),
    ]);
    if (revoked!.rowsAffected === 0) throw new UserError(`No active token has the number ${operand}.`);
    terminal.out('The token is revoked.');
    return 0;
  },
};
