import { createServer, type Server, type ServerOptions } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { createApp, type Dependencies } from '../app.ts';
import { syncsCommits, type Database } from '../database/database.ts';
import { drain } from '../http/drain.ts';
import { newestBackup } from '../jobs/backups.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { startJobs } from '../jobs/schedule.ts';
import { oncePerOutage, type Logger } from '../log.ts';
import { createMeter } from '../metrics/metrics.ts';
import { outboxCounts, type MailTimeouts, type Outbox } from '../outbox/outbox.ts';
import { outgoingEmail } from '../outgoing-email.ts';

/** How long the collector waits for a client, in milliseconds. */
interface Patience {
  /** For all of a request's headers. */
  headers: number;
  /** For all of a request; 6 MiB, the most that any route takes, are then 840 kbit/s. */
  request: number;
  /** For a client that reads nothing of its answer, or says nothing after it. Proxies keep a connection for a minute. */
  silence: number;
}

const patience: Patience = { headers: 10_000, request: 60_000, silence: 65_000 };

/** The most bytes of a request's line and headers together. */
const mostOfHeaders = 16 * 1024;
/** The most connections at once, so that a flood of them leaves the process files to open. */
const mostConnections = 10_000;

/** The first file descriptor that systemd hands over; 0 to 2 are the standard ones. */
const handedOver = 3;

export interface Collector {
  port: number;
  /**
   * Takes no new connections, lets what is under way end, and stops the jobs.
   * @param quiet how long a connection that says nothing may yet say something, in milliseconds; a second by default.
   */
  stop: (quiet?: number) => Promise<void>;
}

export interface CollectorOptions extends Dependencies {
  patience?: Patience;
  mailTimeouts?: MailTimeouts;
}

/** Listens as configured and runs the jobs. @throws Error with a plain sentence when the port cannot be had. */
export async function startCollector(given: CollectorOptions): Promise<Collector> {
  const log = oncePerOutage(given.log);
  const options = { ...given, log };
  const { config, clock } = options;
  const { databaseUrl, metricsToken, backupFolder } = config;
  const lastBackup = backupFolder ? async () => (await newestBackup(backupFolder, clock())) ?? 0 : undefined;
  const outboxWatch = { counts: () => outboxCounts(options.db), hasServer: config.smtpUrl !== undefined };
  const isRead = metricsToken !== undefined;
  const meter = createMeter({ clock, databaseUrl, isRead, lastBackup, outbox: outboxWatch });
  const outbox = outgoingEmail(options, meter.emailFailed);
  const app = await createApp({ meter, outbox, ...options });
  const serverOptions = limitsOf(options.patience ?? patience);
  const server = createAdaptorServer({ fetch: app.fetch, createServer, serverOptions }) as Server;
  server.maxConnections = mostConnections;
  server.setTimeout(serverOptions.keepAliveTimeout);
  await warnUnlessSynced(options.db, log);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(cannotListen(error, config.port, config.host))),
    );
    server.listen(config.hasSocket ? { fd: handedOver } : { port: config.port, host: config.host }, resolve);
  });
  const jobs = startJobs(jobsOf({ ...options, outbox, watched: meter.watched }), log);
  // What the last process left behind is not kept waiting for the job's next time.
  outbox.wake();
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : config.port,
    stop: async (quiet = 1000) => {
      await Promise.all([jobs.stop(), drain(server, quiet).then(() => stopInTime(outbox))]);
      meter.stop();
    },
  };
}

/** So long an email that is being sent may hold up the end of the process, in milliseconds. */
const lastEmail = 5000;

/** What is not finished by then is unsure, or is sent after the restart. */
async function stopInTime(outbox: Outbox): Promise<void> {
  const over = new AbortController();
  await Promise.race([outbox.stop(), wait(lastEmail, undefined, { signal: over.signal })]);
  over.abort();
}

/** A server that does not answer just now may yet be started without, and answers for itself later. */
async function warnUnlessSynced(db: Database, log: Logger): Promise<void> {
  const synced = await syncsCommits(db).catch((error: unknown) => log.error({ err: error }, 'storage out of order'));
  if (synced === false) log.error({}, 'commits not synced');
}

/** A client that is slow, or has gone without a word, holds a socket and nothing else, and not for long. */
function limitsOf({ headers, request, silence }: Patience) {
  return {
    headersTimeout: headers,
    requestTimeout: request,
    keepAliveTimeout: silence,
    // Node looks for those that are late only this often.
    connectionsCheckingInterval: headers / 2,
    maxHeaderSize: mostOfHeaders,
  } satisfies ServerOptions;
}

function cannotListen({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use by another program; set PORT to a free one.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this account; set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST ${host} is no address of this machine.`;
  return `The collector cannot listen on ${host}:${port}: ${message}.`;
}
