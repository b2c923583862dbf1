import { setFlagsFromString } from 'node:v8';

// Loading the modules creates ten times as much garbage as code. The young generation of the heap would grow to hold it
// and never shrink, so it stays small until everything is loaded, and may grow later, under load.
setFlagsFromString('--semi-space-growth-factor=1');
const { heart } = await import('./cli/cli.ts');
const loaded = () => setFlagsFromString('--semi-space-growth-factor=2');

// Only this account may read the collector's files: the database contains people's comments.
process.umask(0o077);

const write = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);

const terminal = {
  env: process.env,
  clock: Date.now,
  out: write(process.stdout),
  err: write(process.stderr),
  stdout: process.stdout,
  isTerminal: process.stderr.isTTY,
};
process.exitCode = await heart(process.argv.slice(2), terminal, loaded);
