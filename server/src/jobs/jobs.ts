import { randomUUID } from 'node:crypto';
import { purgeSignIns } from '../sign-in/sign-in.ts';
import { forgetInvited } from '../campaigns/campaigns.ts';
import { leavesRemains } from '../case-records/case-records.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { forgetInterviewers } from '../interviews/interviews.ts';
import type { Logger } from '../log.ts';
import { eraseOldEmails, type Outbox } from '../outbox/outbox.ts';
import { forgetOldThankYous } from '../recognition/recognition.ts';
import { purgeOldData, retentionTime } from '../retention/retention.ts';
import { createOrganization } from '../org/org.ts';
import { heartFile } from '../files.ts';
import { backUpIfDue } from './backups.ts';
import { closeQuartersJob } from './close-quarters.ts';
import { underLease } from './lease.ts';
import { purgeCases, removeRemains } from './purge.ts';
import { recountJobs } from './recount-cases.ts';
import { remindJob } from './remind.ts';
import type { Job } from './schedule.ts';

export { newestBackup } from './backups.ts';
export { startJobs } from './schedule.ts';

interface JobOptions {
  db: Database;
  clock: () => number;
  log: Logger;
  /** Wraps a job to measure its runs in this collector. */
  watched?: (job: Job) => Job;
  /** The script that Node runs for a `heart` command. Default: this build. */
  heart?: string;
  /** Without it, no emails are sent. */
  outbox?: Pick<Outbox, 'hasDue' | 'sendDue' | 'queue' | 'wake' | 'hasServer'>;
  /** Without it, no backups are made. */
  config?: Pick<Config, 'databaseUrl' | 'backupFolder' | 'backupKeep'>;
}

/** All scheduled jobs. Each runs in one collector at a time, and does nothing if there is nothing to do. */
export function jobsOf({ db, clock, log, config, heart = heartFile, watched, outbox }: JobOptions): Job[] {
  const organization = createOrganization(db);
  const holder = randomUUID();
  const jobs: Job[] = [
    closeQuartersJob({ db, clock, log }),
    {
      name: 'purge',
      when: '37 * * * *',
      run: async (signal) => {
        const { departments } = await organization();
        // A clock that jumped ahead deletes no list and no count: these follow the retention clock. Before it ran, nothing is old.
        const carefulNow = async () => Math.min(clock(), (await retentionTime(db)) ?? 0);
        await eachOf([
          () => purgeSignIns(db, clock(), signal),
          () => forgetInterviewers(db, clock()),
          async () => {
            for (const { department, ...purged } of await purgeOldData({ db, clock, signal }, departments)) {
              log.info({ department: department.slug, ...purged }, 'old data deleted');
            }
          },
          async () => {
            const now = await carefulNow();
            // Counts the emails that failed, so it goes before the outbox forgets what they were about.
            await forgetInvited({ db, now, erased: leavesRemains }, departments);
            await eraseOldEmails(db, now);
          },
          () => forgetOldThankYous(db, clock()),
          () => purgeCases({ db, clock, log }, departments, signal),
          () => removeRemains({ db, clock, log, config, heart }, signal),
        ]);
      },
    },
    ...backupJob(config, heart, clock, log),
    ...remindJob(db, clock, outbox),
    ...recountJobs(db, clock),
    ...emailJob(outbox),
  ];
  return jobs.map((job) => underLease(job, { db, clock, holder, watched }));
}

/** Runs all of them, even if one fails, so that it keeps no other data from being deleted. @throws the first error. */
async function eachOf(steps: (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

/** Sends emails whose first attempt failed. The first retry is due after two minutes. */
function emailJob(outbox: JobOptions['outbox']): Job[] {
  return outbox ? [{ name: 'send-email', when: '* * * * *', isDue: outbox.hasDue, run: outbox.sendDue }] : [];
}

function backupJob(config: JobOptions['config'], heart: string, clock: () => number, log: Logger): Job[] {
  if (config?.backupFolder === undefined) return [];
  const { databaseUrl, backupFolder, backupKeep } = config;
  const backups = { databaseUrl, heart, folder: backupFolder, keep: backupKeep };
  const run = async (signal?: AbortSignal) => {
    const file = await backUpIfDue(backups, clock(), signal);
    if (file !== undefined) log.info({ file }, 'backup made');
  };
  return [{ name: 'back-up', when: '17 * * * *', run }];
}
