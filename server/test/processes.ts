import { spawn, spawnSync, type ChildProcessByStdio, type SpawnOptionsWithStdioTuple } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Ended } from './heart.ts';

/** The collector that `pnpm run build` makes, as it runs in production. */
export const builtCollector = fileURLToPath(new URL('../dist/main.js', import.meta.url));

type Environment = Record<string, string>;

/** Node's compile cache, if the tests have one. */
const cache = process.env['NODE_COMPILE_CACHE'];
const compiled: Environment = cache === undefined ? {} : { NODE_COMPILE_CACHE: cache };

/**
 * Runs a `heart` command in its own process and in that folder, with only this environment.
 * @param timeLimit in milliseconds; then it is killed.
 */
export async function heartProcess(args: string[], env: Environment, folder?: string, timeLimit?: number) {
  return endOf(start(args, env, folder, timeLimit));
}

async function endOf(child: ChildProcessByStdio<null, Readable, Readable>) {
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, out, err };
}

const setpriv = '/usr/bin/setpriv';
/** Removes root's right to read and write all files. */
const keepingToModes = ['--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-dac_override,-dac_read_search'];
const isRoot = process.getuid?.() === 0;

/** Whether file modes have no effect here: for root, if that right cannot be removed. */
export const mayIgnoreModes =
  process.getuid === undefined ||
  (isRoot && spawnSync(setpriv, [...keepingToModes, 'true'], { stdio: 'ignore' }).status !== 0);

/** Runs `heart` commands one after the other in that folder. File modes apply to them, even if root runs the tests. */
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
  /** The first printed line that matches, once there is one. */
  printed(line: RegExp): Promise<string>;
  /** The lines of its log; complete once it has ended. */
  log: string[];
  /** Sends it the signal and waits until it has ended. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts `heart serve` in its own process, on its own port, and waits until it listens.
 * @param timeLimit in milliseconds; then it is killed.
 */
export async function aServingProcess(env: Environment, timeLimit?: number): Promise<ServingProcess> {
  const child = start(['serve'], { PORT: '0', RATE_LIMIT: 'off', ...env }, undefined, timeLimit);
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

function start(args: string[], env: Environment, folder?: string, timeLimit = 60_000) {
  return spawn(process.execPath, [builtCollector, ...args], {
    env: { ...compiled, ...env },
    cwd: folder,
    ...within(timeLimit),
  });
}

/** Ends the process even if a test forgets to. */
function within(timeLimit: number) {
  return {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeLimit,
    killSignal: 'SIGKILL',
  } satisfies SpawnOptionsWithStdioTuple<'ignore', 'pipe', 'pipe'>;
}
