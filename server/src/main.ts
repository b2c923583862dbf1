import { setFlagsFromString } from 'node:v8';

// Loading the modules leaves ten times as much garbage as it leaves code. The heap's room for what is young would grow
// to hold it, and never give it back: so it stays small until all is loaded, and may grow then, under load.
setFlagsFromString('--semi-space-growth-factor=1');
const { heart } = await import('./cli/cli.ts');
const loaded = () => setFlagsFromString('--semi-space-growth-factor=2');

// What the collector writes is read by its own account alone: the database holds what people said.
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
