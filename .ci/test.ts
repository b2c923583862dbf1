import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

// Runs every test runner of `pnpm test`, even if an earlier one failed. With arguments, only vitest runs with them:
// `pnpm test --project server`, `pnpm test replay`.

const asked = process.argv.slice(2);
const projects = ['ci', 'shared', 'widget', 'widget-files', 'server', 'examples'];
const ofProjects = (names: string[]) => names.flatMap((name) => ['--project', name]);
const element = ['widget/test/runner/run.ts'];
const vitest = (args: string[]) => ['node_modules/vitest/vitest.mjs', 'run', ...args];

const runs =
  asked.length === 0
    ? [vitest(ofProjects(projects)), element]
    : [vitest(asked.some((arg) => arg.startsWith('--project')) ? asked : [...ofProjects(projects), ...asked])];

// A collector process loads a thousand modules; the cache saves compiling them each time.
const env = { NODE_COMPILE_CACHE: resolve('node_modules/.cache/node'), ...process.env };

for (const args of runs) {
  const code = await new Promise<number | null>((done) => {
    spawn(process.execPath, args, { stdio: 'inherit', env }).on('close', done);
  });
  if (code !== 0) process.exitCode = 1;
}
