import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startCollectorProcess } from './collector-process.ts';
import { compared } from './compared.ts';
import { keepFigures } from './results.ts';

// Compares how many responses this version stores with how many another one does, such as the version before, in one
// run: `node server/bench/intake-compared.ts ../before`, where that is another checkout that was built. On a busy machine,
// the time of the processor says more than the rate.

const other = process.argv[2];
if (other === undefined) throw new Error('Name the folder of another version that was built.');

const folders = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), 'heart-compared-'))));
const before = await startCollectorProcess(folders[0]!, [resolve(other, 'server/dist/main.js'), 'serve']);
const now = await startCollectorProcess(folders[1]!);
const levels = await compared(before, now);
await Promise.all([before.stop(), now.stop()]);
for (const folder of folders) await rm(folder, { recursive: true });
await keepFigures('intakeCompared', { levels });
