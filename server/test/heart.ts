import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { heart } from '../src/cli/cli.ts';

/** The result of a `heart` command. */
export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs a `heart` command in this process, with only this environment. */
export async function heartHere(
  args: string[],
  env: Record<string, string>,
  clock: () => number = Date.now,
): Promise<Ended> {
  const lines = { out: [] as string[], err: [] as string[] };
  const stdout = new PassThrough();
  const written = text(stdout);
  const code = await heart(args, {
    env,
    clock,
    out: (line) => void lines.out.push(line),
    err: (line) => void lines.err.push(line),
    stdout,
    isTerminal: false,
  });
  stdout.end();
  return { code, out: lines.out.join('\n') + (await written), err: lines.err.join('\n') };
}
