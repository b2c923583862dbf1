import { verify } from '../results/results.ts';
import type { Command } from './command.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Recount everything from the responses and compare.',
  run: async ({ db, terminal }) => {
    const { responses, differences } = await verify(db);
    for (const { tally, key, kept, recounted } of differences) {
      terminal.err(`${tally} ${key}: kept ${kept}, recounted ${recounted}`);
    }
    if (differences.length === 0) terminal.out(`Recounted ${responses} responses: every tally agrees.`);
    return differences.length === 0 ? 0 : 1;
  },
};
