import { stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { runHeart, startCollectorProcess } from './collector-process.ts';
import { newerPages, type PageTime } from './console-pages.ts';
import { sendResponses } from './load.ts';
import { addCampaigns, addCases, fillWithGroups, sizeOf } from './newer-tables.ts';

/** What responses and cases take on disk, and what takes longer the more there are. */
export interface Scale {
  responses: number;
  /** On disk, with its part of everything that `heart demo` writes beside the responses. */
  bytesPerResponse: number;
  cases: number;
  /** With its events, letter, emails and audit entries. */
  bytesPerCase: number;
  databaseMB: number;
  /** The largest size of the write-ahead log under load. */
  walMB: number;
  backupMB: number;
  backupSeconds: number;
  verifySeconds: number;
  /** The pages of cases, campaigns, customer groups, coverage and published results. */
  pages: PageTime[];
}

const megabytes = (bytes: number) => Number((bytes / 1e6).toFixed(1));

/** How long some work takes, in seconds. */
async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return Number(((performance.now() - before) / 1000).toFixed(1));
}

/** Fills a database in that folder with a county's data, and measures it. */
export async function scaleOf(folder: string, sample: number): Promise<Scale> {
  await fillWithGroups(folder, sample);
  const { bytes, responses } = await sizeOf(folder);
  await addCampaigns(folder, sample);
  const before = (await sizeOf(folder)).bytes;
  const cases = await addCases(folder, sample);
  const after = (await sizeOf(folder)).bytes;
  const backup = join(folder, 'backup.db');
  const backupSeconds = await secondsOf(() => runHeart(folder, 'backup', backup));
  const verifySeconds = await secondsOf(() => runHeart(folder, 'verify'));
  const collector = await startCollectorProcess(folder);
  const pages = await newerPages(collector, folder);
  // The last, since it stores more responses.
  const wal = await largestWalDuring(folder, () => sendResponses(collector.url));
  await collector.stop();
  return {
    responses,
    bytesPerResponse: Math.round(bytes / responses),
    cases,
    bytesPerCase: Math.round((after - before) / cases),
    databaseMB: megabytes(after),
    walMB: megabytes(wal),
    backupMB: megabytes((await stat(backup)).size),
    backupSeconds,
    verifySeconds,
    pages,
  };
}

async function largestWalDuring(folder: string, work: () => Promise<unknown>): Promise<number> {
  let largest = 0;
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      largest = Math.max(largest, (await stat(join(folder, 'heart.db-wal'))).size);
      await wait(50);
    }
  })();
  await work();
  over.abort();
  await watching;
  return largest;
}
