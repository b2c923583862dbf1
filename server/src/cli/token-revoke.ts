import { auditedIfChanged } from '../audit/audit.ts';
import { commit } from '../database/database.ts';
import { revokeToken, tokensOf } from '../tokens/tokens.ts';
import { Mistake, type Command } from './command.ts';

export const tokenList: Command = {
  name: 'token list',
  summary: 'Say which tokens are good: number, name, and whose they are.',
  run: async ({ db, terminal }) => {
    for (const { id, name, owner } of (await tokensOf(db)).toReversed()) {
      terminal.out(`${id}  ${name}  ${owner ?? 'the command line'}`);
    }
    return 0;
  },
};

export const tokenRevoke: Command = {
  name: 'token revoke',
  summary: 'Revoke the token of that number, whoever’s it is.',
  operand: 'NUMBER',
  run: async ({ db, terminal, operand }) => {
    const id = /^[1-9]\d{0,14}$/.test(operand) ? Number(operand) : 0;
    const now = terminal.clock();
    const [revoked] = await commit(db, [
      revokeToken(id, now),
      auditedIfChanged({ personId: null, action: 'token revoked', subject: operand }, now),
    ]);
    if (revoked!.rowsAffected === 0) throw new Mistake(`No token that is good has the number ${operand}.`);
    terminal.out('The token is revoked.');
    return 0;
  },
};
