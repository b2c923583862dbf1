import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';

const run = promisify(execFile);
const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/', import.meta.url));
/** It takes three minutes on an idle machine. */
const timeout = 30 * 60 * 1000;

/** The Python with the fuzzer, or why it is missing. */
export type Installed = { python: string } | { missing: string };

/** Installs the pinned fuzzer once, in its own environment below `.cache/`. */
export async function installSchemathesis(): Promise<Installed> {
  const pinned = await readFile(requirements);
  const folder = join(cache, `schemathesis-${hash('sha256', pinned).slice(0, 12)}`);
  const python = join(folder, 'bin', 'python');
  // Written last: an interrupted installation starts over.
  const done = join(folder, 'installed');
  if (await exists(done)) return { python };
  try {
    await run('python3', ['-c', 'import ensurepip, sys, venv; assert sys.version_info >= (3, 11)']);
  } catch {
    return { missing: 'needs Python 3.11 or later with venv and pip' };
  }
  try {
    await mkdir(cache, { recursive: true });
    await rm(folder, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', folder]);
    const quiet = ['--quiet', '--disable-pip-version-check'];
    const exactly = ['--require-hashes', '--only-binary', ':all:', '--no-deps'];
    await run(python, ['-m', 'pip', 'install', ...quiet, ...exactly, '-r', requirements]);
    await writeFile(`${done}.new`, '');
    await rename(`${done}.new`, done);
    return { python };
  } catch (error) {
    return { missing: `Schemathesis could not be installed: ${lastLine(error)}` };
  }
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

const lastLine = (error: unknown) =>
  String((error as { stderr?: string }).stderr ?? error)
    .trim()
    .split('\n')
    .at(-1);

const report = v.object({
  complete: v.boolean(),
  test_cases: v.object({ generated: v.number(), with_failures: v.number(), errored: v.number() }),
  valid_rates: v.record(v.string(), v.record(v.string(), v.looseObject({ accepted: v.number() }))),
});

export interface Asked {
  url: string;
  token: string;
  seed: number;
  /** How many cases are generated for each operation, besides the boundary cases. */
  cases: number;
  /** The file for its report, which is read and kept. */
  file: string;
}

/**
 * Sends requests that the collector's document allows and some that it does not.
 * @returns what it found, with its output.
 */
export async function fuzzApi(python: string, { url, token, seed, cases, file }: Asked) {
  const options = [
    ['--origin', url],
    ['--header', `Authorization: Bearer ${token}`],
    ['--checks', 'all'],
    ['--max-examples', String(cases)],
    ['--seed', String(seed)],
    ['--generation-database', 'none'],
    ['--suppress-health-check', 'all'],
    ['--warnings', 'off'],
    ['--report', 'json'],
    ['--report-json-path', file],
    ['--continue-on-failure', '--no-color'],
  ];
  const program = ['-m', 'schemathesis.cli', 'run', `${url}/openapi.json`, ...options.flat()];
  const { code, out } = await run(python, program, { timeout, maxBuffer: 2 ** 26 }).then(
    ({ stdout }) => ({ code: 0, out: stdout }),
    (error: { code?: number; stdout?: string; stderr?: string }) => ({
      code: error.code ?? -1,
      out: `${error.stdout ?? ''}${error.stderr ?? ''}`,
    }),
  );
  return { code, out, found: v.parse(report, JSON.parse(await readFile(file, 'utf8'))) };
}
