import { rotateKey } from '../signing/signing.ts';
import type { Command } from './command.ts';

export const keyRotate: Command = {
  name: 'key rotate',
  summary:
    'Replace the key that signs submissions. What it signed stays valid. The collector may keep running. Use --lost only if no one has the file anymore.',
  options: { lost: { type: 'boolean' } },
  run: async ({ db, config, terminal, options }) => {
    const { id, retired } = await rotateKey({
      db,
      clock: terminal.clock,
      file: config.signingKeyFile,
      isLost: options['lost'] === true,
    });
    terminal.out(`The new key is ${id}. It is in ${config.signingKeyFile}.`);
    if (retired !== undefined) terminal.out(`The key ${retired} is retired.`);
    terminal.out('If collectors run on several machines, copy the file to each of them now.');
    return 0;
  },
};
