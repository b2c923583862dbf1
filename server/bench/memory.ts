import { setTimeout as wait } from 'node:timers/promises';
import { consoleSignIn } from './console-pages.ts';
import { runHeart, startCollectorProcess } from './collector-process.ts';
import { sendResponses } from './load.ts';

// The resident memory of a collector as an operator starts it, in MiB.

/** How long to wait for the jobs and the garbage collector, in milliseconds. */
const settled = 2000;

/**
 * When everything is loaded; after a sign-in, a console page, a PDF and an XLSX; and, in another process, after ten seconds of
 * load.
 */
export async function memoryOf(folder: string, filled: string) {
  await runHeart(filled, 'demo', '--responses', '20000');
  const { idle, worked } = await whenUsed(filled);
  const collector = await startCollectorProcess(folder);
  await sendResponses(collector.url);
  await sendResponses(collector.url);
  const loaded = await collector.memory();
  await collector.stop();
  return {
    idleMemoryMiB: Math.round(idle),
    workedMemoryMiB: Math.round(worked),
    loadedMemoryMiB: Math.round(loaded),
  };
}

async function whenUsed(folder: string) {
  const { quarter } = JSON.parse(await runHeart(folder, 'averages', '--json', '--department', 'cws')) as {
    quarter: { id: string };
  };
  const collector = await startCollectorProcess(folder);
  // It asks for a part that is loaded last.
  await fetch(`${collector.url}/console/sign-in`);
  await wait(settled);
  const idle = await collector.memory();
  const cookie = await consoleSignIn(collector, folder, 'representative');
  const page = `/console/departments/cws/quarters/${quarter.id}`;
  for (const path of [page, `${page}/report.pdf`, `${page}/averages.xlsx`]) {
    const answer = await fetch(collector.url + path, { headers: { cookie } });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`);
  }
  const worked = await collector.memory();
  await collector.stop();
  return { idle, worked };
}
