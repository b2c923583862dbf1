import { verify } from '../figures/figures.ts';
import type { Command } from './command.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Recount every tally from the responses and report any difference.',
  run: async ({ db, terminal }) => {
    const { responses, differences, tamperedSnapshots } = await verify(db);
    for (const { tally, key, kept, recounted } of differences) {
      terminal.err(`${tally} ${key}: stored ${kept}, recounted ${recounted}`);
    }
    for (const snapshot of tamperedSnapshots) terminal.err(`The closed figures of ${snapshot} were changed.`);
    const agrees = differences.length === 0 && tamperedSnapshots.length === 0;
    if (agrees) terminal.out(`Recounted ${responses} responses: every tally agrees.`);
    return agrees ? 0 : 1;
  },
};
