import { inFolder } from './folder.ts';
import { keepFigures, machine } from './results.ts';
import { scaleOf } from './scale-of.ts';
import { slowestOf } from './speeds.ts';

// Measures what a response and a case take on disk with 100,000 responses and with a million, which takes ten minutes:
// `node server/bench/scale.ts`, or with other numbers.

const given = process.argv.slice(2).map(Number);
const sizes = [];
for (const responses of given.length > 0 ? given : [100_000, 1_000_000]) {
  const { pages, ...size } = await inFolder((folder) => scaleOf(folder, responses));
  // oxlint-disable-next-line no-console -- printing is the program's purpose
  console.log(size, pages);
  sizes.push({ ...size, slowestPage: slowestOf(pages) });
}
if (given.length === 0) await keepFigures('scale', { sizes });
// oxlint-disable-next-line no-console -- printing is the program's purpose
console.log(machine);
