import { heart } from './cli/cli.ts';

// What the collector writes is read by its own account alone: the database holds what people said.
process.umask(0o077);

const write = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);

process.exitCode = await heart(process.argv.slice(2), {
  env: process.env,
  clock: Date.now,
  out: write(process.stdout),
  err: write(process.stderr),
  stdout: process.stdout,
  isTerminal: process.stderr.isTTY,
});
