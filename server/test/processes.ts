import { spawn, spawnSync, type ChildProcessByStdio, type SpawnOptionsWithStdioTuple } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Ended } from './heart.ts';

/** The collector as `pnpm run build` makes it, the way it runs in production. */
export const builtCollector = fileURLToPath(new URL('../dist/main.js', import.meta.url));

type Environment = Record<string, string>;

/** Where Node keeps what it has compiled, where the tests have such a place. */
const cache = process.env['NODE_COMPILE_CACHE'];
const compiled: Environment = cache === undefined ? {} : { NODE_COMPILE_CACHE: cache };

/**
 * A `heart` command in a process of its own, with nothing in its environment but this, run in that folder.
 * @param most after so many milliseconds it is killed.
 */
export async function heartProcess(args: string[], env: Environment, folder?: string, most?: number) {
  return endOf(start(args, env, folder, most));
}

async function endOf(child: ChildProcessByStdio<null, Readable, Readable>) {
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, out, err };
}

const setpriv = '/usr/bin/setpriv';
/** Without the right of root to read and write whatever it likes. */
const keepingToModes = ['--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-dac_override,-dac_read_search'];
const isRoot = process.getuid?.() === 0;

/** Whether nothing here keeps to the modes of files: for root, where that right cannot be given up. */
export const mayIgnoreModes =
  process.getuid === undefined ||
  (isRoot && spawnSync(setpriv, [...keepingToModes, 'true'], { stdio: 'ignore' }).status !== 0);

/**
 * Runs `heart` commands one after the other, in that folder, in processes for which the modes of files and folders count,
 * whoever runs the tests.
 */
export async function underModes(commands: string[][], env: Environment, folder?: string): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const args of commands) {
    const node = [process.execPath, builtCollector, ...args];
    const [command, ...rest] = isRoot ? [setpriv, ...keepingToModes, ...node] : node;
    const { code, out, err } = await endOf(
      spawn(command!, rest, { env: { ...compiled, ...env }, cwd: folder, ...within(60_000) }),
    );
    ended.push({ code: code ?? -1, out: out.trimEnd(), err: err.trimEnd() });
  }
  return ended;
}

export interface ServingProcess extends AsyncDisposable {
  url: string;
  pid: number;
  /** The first line like this that it has printed, once there is one. */
  printed(line: RegExp): Promise<string>;
  /** What it has written to its log, line by line; all of it once it is gone. */
  log: string[];
  /** Ends it as `kill` does, and waits until it is gone. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/**
 * `heart serve` in a process of its own, on a port of its own, once it says that it listens.
 * @param most after so many milliseconds it is killed.
 */
export async function aServingProcess(env: Environment, most?: number): Promise<ServingProcess> {
  const child = start(['serve'], { PORT: '0', RATE_LIMIT: 'off', ...env }, undefined, most);
  const gone = once(child, 'close') as Promise<[number | null]>;
  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  let isOver = false;
  const signal = once(reader, 'close').then(() => (isOver = true));
  const printed = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const line = lines.find((one) => pattern.test(one));
      if (line !== undefined) return line;
      if (isOver) throw new Error(`The collector ended, and never said ${pattern}: ${log.join('\n')}`);
      await Promise.race([once(reader, 'line'), signal]);
    }
  };
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await gone)[0];
  };
  return {
    url: `http://127.0.0.1:${/:(\d+)\.$/.exec(await printed(/listening on .*:\d+\.$/))![1]}`,
    pid: child.pid!,
    printed,
    log,
    kill,
    [Symbol.asyncDispose]: async () => void (await kill('SIGKILL')),
  };
}

function start(args: string[], env: Environment, folder?: string, most = 60_000) {
  return spawn(process.execPath, [builtCollector, ...args], {
    env: { ...compiled, ...env },
    cwd: folder,
    ...within(most),
  });
}

/** Whatever a test does wrong, nothing runs on for ever after it. */
function within(most: number) {
  return {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: most,
    killSignal: 'SIGKILL',
  } satisfies SpawnOptionsWithStdioTuple<'ignore', 'pipe', 'pipe'>;
}
