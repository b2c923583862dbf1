import type { Command } from './command.ts';

export const demo: Command = { name: 'demo', summary: 'Fill an invented county’s history.', run: async () => 1 };
