import type { WriterWatch } from '../database/group-commit.ts';
import { countedZones, type Answered } from '../http/watch.ts';
import { clockFamily } from './clock.ts';
import { counter, histogram, secondsBounds, type Family } from './exposition.ts';
import { jobsMeter, type Repeated } from './jobs.ts';
import { outboxFamilies, type OutboxWatch } from './outbox.ts';
import { processFamilies } from './process.ts';
import { storageFamilies } from './storage.ts';
import { writerMeter } from './writer.ts';

export { metricsRoutes } from './routes.ts';

export interface MeterOptions {
  /** Milliseconds since the epoch. */
  clock: () => number;
  databaseUrl: string;
  /** Whether anyone can read the metrics; costly measuring runs only then. */
  isRead: boolean;
  /**
   * When the last good backup was made, in milliseconds since the epoch; 0 if there is none. Missing if no backups are
   * configured.
   */
  lastBackup?: (() => Promise<number>) | undefined;
  outbox?: OutboxWatch;
  /** Whether the clock jumped, so that quarters do not close automatically. */
  clockHeld?: () => Promise<boolean>;
}

/** The collector's measurements for its operator: about the whole installation, and no person in it. */
export interface Meter {
  answered: (answered: Answered) => void;
  writer: WriterWatch;
  /** Wraps the function to count the outcome of each response. */
  counting: <Args extends unknown[], Result extends { kind: string }>(
    endpoint: 'api' | 'form',
    submit: (...args: Args) => Promise<Result>,
  ) => (...args: Args) => Promise<Result>;
  emailFailed: () => void;
  /** The job, with its runs measured. */
  watched: <Job extends Repeated>(job: Job) => Job;
  /** All metrics in the Prometheus text format. */
  text: () => Promise<string>;
  stop: () => void;
}

export function createMeter({ clock, databaseUrl, isRead, lastBackup, outbox, clockHeld }: MeterOptions): Meter {
  const requests = counter(
    'heart_http_requests_total',
    'Requests answered, by zone and status.',
    countedZones.flatMap((zone) => ['429', '500', '503'].map((status) => ({ zone, status }))),
  );
  const durations = histogram(
    'heart_http_request_duration_seconds',
    'Time from a request to its answer, by zone.',
    secondsBounds,
    countedZones.map((zone) => ({ zone })),
  );
  const responses = counter(
    'heart_responses_total',
    'Responses received, by endpoint and outcome.',
    ['api', 'form'].flatMap((endpoint) => ['stored', 'replayed', 'failed'].map((outcome) => ({ endpoint, outcome }))),
  );
  const emails = counter('heart_email_failures_total', 'Failed attempts to send an email.', [{}]);
  const writer = writerMeter();
  const jobs = jobsMeter(clock);
  const own = processFamilies(clock, isRead);
  const families: Family[] = [
    responses,
    requests,
    durations,
    ...writer.families,
    ...jobs.families,
    clockFamily(clockHeld),
    emails,
    ...outboxFamilies(outbox, clock),
    ...storageFamilies(databaseUrl, lastBackup),
    ...own.families,
  ];
  return {
    answered: ({ zone, status, seconds }) => {
      requests.add({ zone, status: String(status) });
      durations.observe(seconds, { zone });
    },
    writer: writer.watch,
    counting:
      (endpoint, submit) =>
      async (...args) => {
        try {
          const outcome = await submit(...args);
          responses.add({ endpoint, outcome: outcome.kind });
          return outcome;
        } catch (error) {
          responses.add({ endpoint, outcome: 'failed' });
          throw error;
        }
      },
    emailFailed: () => emails.add(),
    watched: jobs.watched,
    text: async () => (await Promise.all(families.map((family) => family.text()))).join(''),
    stop: own.stop,
  };
}
