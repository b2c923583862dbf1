import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

// `pnpm soak --hours 8`: the soak of the fault suite alone, for so long. An hour of it takes about a gigabyte of memory
// beside the collector's, since every response is remembered.

const { hours } = parseArgs({ options: { hours: { type: 'string', default: String(1 / 6) } } }).values;
if (!(Number(hours) > 0)) throw new Error('--hours is a number, such as 8 or 0.5.');
const suite = ['run', '--project', 'faults', '--maxWorkers', '1', 'soak'];
const env = { ...process.env, HEART_SUITE: 'faults', HEART_SOAK_HOURS: hours };
spawn('vitest', suite, { stdio: 'inherit', env }).on('close', (code) => (process.exitCode = code ?? 1));
