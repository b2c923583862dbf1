import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

/**
 * Runs of one character as long as a comment may be. Code that rescans a run from each of its characters takes minutes
 * for all of these.
 */
const texts = `['#', ' ', '\\n', '\\u00A0', '\\u2028', '\\u3000', '1', '=', '@', '.'].flatMap((sign) =>
  ['', '一', 'case ', 'a@', '一='].flatMap((before) => ['', 'x'].map((after) => before + sign.repeat(3990) + after)))`;

/** Ends a process that takes too long: a regular expression in this process cannot be interrupted. */
const timeout = 30_000;

test.each([
  ['masking a comment', '@heart-survey/shared/mask', 'maskPersonal', 20],
  ['asking whether a comment looks personal', '@heart-survey/shared/personal-data', 'looksPersonal', 20],
  ['making a cell safe', '../spreadsheets/csv.ts', 'safeCell', 60],
])(
  '%s scans a run of one character once',
  async (_, module, name, times) => {
    const script = `const { ${name} } = await import(${JSON.stringify(import.meta.resolve(module))});
      for (let time = 0; time < ${times}; time++) for (const text of ${texts}) ${name}(text);
      process.stdout.write('done');`;
    const options = { timeout, killSignal: 'SIGKILL' as const };
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], options);
    expect(stdout).toBe('done');
  },
  2 * timeout,
);
