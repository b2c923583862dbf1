import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { builtCollector } from '../test/processes.ts';

/** The collector with an additional route that does nothing. */
export const withNoop = [fileURLToPath(new URL('with-noop.ts', import.meta.url))];

/** A collector in its own process, as an operator runs it. */
export interface CollectorProcess {
  url: string;
  pid: number;
  /** Resident memory in MiB. */
  memory: () => Promise<number>;
  stop: () => Promise<void>;
}

/** @param place the folder of its database, or the address of a libSQL server. */
export async function startCollectorProcess(
  place: string,
  program = ['--max-semi-space-size=4', builtCollector, 'serve'],
): Promise<CollectorProcess> {
  const child = spawn(process.execPath, program, {
    env: environment(place),
    // Its log would mix with the figures.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = once(child, 'exit');
  const port = await portOf(child);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid!,
    memory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Runs one `heart` command on the database at that place and returns its output. */
export async function runHeart(place: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [builtCollector, ...args], {
    env: environment(place),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`heart ${args.join(' ')} ended with ${code}.`);
  return lines.join('\n');
}

/** The address of the database at a place: the file in that folder, or a libSQL server's own address. */
export const databaseAt = (place: string) => (URL.canParse(place) ? place : `file:${place}/heart.db`);

function environment(place: string) {
  // A test runner sets that variable to its own address.
  const { BASE_URL: _, ...env } = process.env;
  return { ...env, DATABASE_URL: databaseAt(place), PORT: '0', RATE_LIMIT: 'off', TRUST_PROXY: '1' };
}

async function portOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface(child.stdout!)) {
    const port = /listening on [^ ]*:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error('The collector ended before it started listening.');
}
