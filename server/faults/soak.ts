import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

// `pnpm soak --hours 8` runs only the soak test of the fault suite, for that long. An hour takes about a gigabyte of
// memory besides the collector's, since every response is remembered.

const { hours } = parseArgs({ options: { hours: { type: 'string', default: String(1 / 6) } } }).values;
if (!(Number(hours) > 0)) throw new Error('--hours must be a number, such as 8 or 0.5.');
const suite = ['run', '--project', 'faults', '--maxWorkers', '1', 'soak'];
const env = { ...process.env, HEART_SUITE: 'faults', HEART_SOAK_HOURS: hours };
spawn('vitest', suite, { stdio: 'inherit', env }).on('close', (code) => (process.exitCode = code ?? 1));
