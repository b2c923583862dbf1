import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { builtCollector } from '../test/processes.ts';
import { startCollectorProcess, type CollectorProcess } from './collector-process.ts';
import { sendResponses } from './load.ts';
import { median } from './median.ts';
import { keepFigures } from './results.ts';

// Compares how many responses this version stores with how many another one does, such as the version before, in one
// run: `node server/bench/intake-compared.ts ../before`, where that is another checkout that was built. They take turns,
// since the machine's speed changes.

const rounds = 7;
const levels = [1, 16, 64, 256];

const other = process.argv[2];
if (other === undefined) throw new Error('Name the folder of another version that was built.');

async function ratioAt(before: CollectorProcess, now: CollectorProcess, connections: number) {
  const rates = { before: [] as number[], now: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const both = [
      ['before', before],
      ['now', now],
    ] as const;
    // Neither of them is always first.
    for (const [name, { url }] of round % 2 === 0 ? both : both.toReversed()) {
      const { perSecond, failed } = await sendResponses(url, '/api/v1/responses', connections);
      if (failed > 0) throw new Error(`${failed} responses failed.`);
      rates[name].push(perSecond);
    }
  }
  const ratio = median(rates.now.map((rate, round) => rate / rates.before[round]!));
  return {
    connections,
    before: Math.round(median(rates.before)),
    now: Math.round(median(rates.now)),
    ratio: Math.round(100 * ratio) / 100,
  };
}

const folders = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), 'heart-compared-'))));
const before = await startCollectorProcess(folders[0]!, [resolve(other, 'server/dist/main.js'), 'serve']);
const now = await startCollectorProcess(folders[1]!, [builtCollector, 'serve']);
const compared = [];
for (const connections of levels) {
  const one = await ratioAt(before, now, connections);
  // oxlint-disable-next-line no-console -- printing is the program's purpose
  console.log(`${connections} connections: ${one.before}/s before, ${one.now}/s now, ratio ${one.ratio}`);
  compared.push(one);
}
await Promise.all([before.stop(), now.stop()]);
for (const folder of folders) await rm(folder, { recursive: true });
await keepFigures('intakeCompared', { levels: compared });
