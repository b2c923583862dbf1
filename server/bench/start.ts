import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { builtCollector } from '../test/processes.ts';
import { startCollectorProcess } from './collector-process.ts';
import { median } from './median.ts';

const rounds = 5;

/** The time from the command to the first answer on an empty folder, which creates the database, in milliseconds. */
export async function firstStart(folder: string): Promise<number> {
  return Math.round(await untilFirstAnswer(folder));
}

/**
 * The time from the command to the first answer on a filled database, and the time in which Node prints one line of a file
 * that has the collector's sources in it but runs none of them, in milliseconds. They take turns.
 */
export async function coldStart(folder: string) {
  const bare = await sameSize(folder);
  const times = { collector: [] as number[], line: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.line.push(await untilOneLine(bare));
    times.collector.push(await untilFirstAnswer(folder));
  }
  const [startMs, lineMs] = [median(times.collector), median(times.line)];
  return {
    coldStartMs: Math.round(startMs),
    oneLineMs: Math.round(lineMs),
    coldStartRatio: Number((startMs / lineMs).toFixed(2)),
  };
}

async function untilFirstAnswer(folder: string): Promise<number> {
  const before = performance.now();
  const collector = await startCollectorProcess(folder);
  await (await fetch(`${collector.url}/s/central`)).text();
  const took = performance.now() - before;
  await collector.stop();
  return took;
}

async function untilOneLine(file: string): Promise<number> {
  const before = performance.now();
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  const took = performance.now() - before;
  await ended;
  return took;
}

/** A file that prints one line, and has what the collector loads in functions that nothing calls. */
async function sameSize(folder: string): Promise<string> {
  const unused = (await sourcesOf('cli', 'serve', 'parts', 'jobs')).map(
    (source, at) => `async function unused${at}() {${withoutModules(source)}\n}\n`,
  );
  const file = join(folder, 'one-line.mjs');
  await writeFile(file, `console.log('one line');\n${unused.join('')}`);
  return file;
}

/**
 * The named files of the collector's bundle and everything that they import. `heart serve` loads `cli` and `serve` before it
 * listens, and `parts` and `jobs` right after.
 */
export async function sourcesOf(...files: string[]): Promise<string[]> {
  const assets = join(dirname(builtCollector), 'assets');
  const isOne = (name: string) => files.some((file) => new RegExp(`^${file}-.{8}\\.js$`).test(name));
  const names = new Set((await readdir(assets)).filter(isOne));
  const sources: string[] = [];
  for (const name of names) {
    const source = await readFile(join(assets, name), 'utf8');
    for (const [, imported] of source.matchAll(/(?:from|[;\n]import)"\.\/([^"]+)"/g)) names.add(imported!);
    sources.push(source);
  }
  return sources;
}

/** The source without its `import` and `export` statements, which only stand at the top of a module. */
function withoutModules(source: string): string {
  return source
    .replaceAll(/(^|[;\n])import(?=[{*"\s])[^;(]*?(?=[;\n])/g, '$1')
    .replaceAll(/(^|[;\n}])export\s*\{[^}]*\}/g, '$1');
}
