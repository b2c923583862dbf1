import { commitChange } from '../audit/audit.ts';
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
    const at = terminal.clock();
    const entry = { at, personId: null, action: 'token revoked', subject: operand };
    if (!(await commitChange(db, revokeToken(id, at), entry)))
      throw new UserError(`No active token has the number ${operand}.`);
    terminal.out('The token is revoked.');
    return 0;
  },
};
