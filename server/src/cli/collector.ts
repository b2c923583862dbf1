import { createServer, type ServerOptions } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createApp, onceItWorks, type Dependencies } from '../app.ts';
import { clockHold } from '../closing/closing.ts';
import { isConstraint, isUnavailable, syncsCommits, type Database } from '../database/database.ts';
import { drain } from '../http/drain.ts';
import type { startJobs } from '../jobs/jobs.ts';
import { oncePerOutage, type Logger } from '../log.ts';
import { createMeter } from '../metrics/metrics.ts';
import { outboxCounts, type Outbox } from '../outbox/outbox.ts';
import { createTypesetter } from '../reports/reports.ts';

/** How long the collector waits for a client, in milliseconds. */
interface Timeouts {
  /** For all headers of a request. */
  headers: number;
  /** For the whole request. At 6 MiB, the largest body that any route accepts, this needs 840 kbit/s. */
  request: number;
  /** For a client that does not read its response or sends nothing after it. Proxies keep a connection for a minute. */
  silence: number;
}

const timeouts: Timeouts = { headers: 10_000, request: 60_000, silence: 65_000 };

/** The most bytes in a request line and its headers together. */
const maxHeaderBytes = 16 * 1024;
/** The most connections at once, so that a flood of them leaves the process enough file descriptors. */
const maxConnections = 10_000;

/** The first file descriptor that systemd passes on; 0 to 2 are the standard streams. */
const systemdSocket = 3;

export interface Collector {
  port: number;
  /** Loads the other parts and starts the jobs. The collector also does this by itself shortly after it starts. */
  load: () => Promise<void>;
  /**
   * Accepts no new connections, lets running requests finish, and stops the jobs.
   * @param quiet how long an idle connection may still send a request, in milliseconds. Default: one second.
   */
  stop: (quiet?: number) => Promise<void>;
}

export interface CollectorOptions extends Dependencies {
  timeouts?: Timeouts;
  /** Whether jobs run on their schedule, which is by the system's clock. Default: true. */
  isScheduled?: boolean;
  /** How long only the first parts answer, unless a request needs another, in milliseconds. Default: a tenth of a second. */
  loadsAfter?: number;
  /** Called once everything is loaded. */
  loaded?: () => void;
}

/** Imported late, because the jobs import most of the collector. */
const loadJobs = () => import('../jobs/jobs.ts');

/** Listens as configured and runs the jobs. @throws Error with a plain message if the port is not available. */
export async function startCollector(given: CollectorOptions): Promise<Collector> {
  const log = oncePerOutage(given.log);
  const options = { ...given, log };
  const { config, clock } = options;
  const { databaseUrl, metricsToken, backupFolder } = config;
  const lastBackup = backupFolder
    ? async () => (await (await loadJobs()).newestBackup(backupFolder, clock())) ?? 0
    : undefined;
  const outboxWatch = { counts: () => outboxCounts(options.db), hasServer: config.smtpUrl !== undefined };
  const clockHeld = async () => (await clockHold(options.db, clock())) !== undefined;
  const isRead = metricsToken !== undefined;
  const meter = createMeter({ clock, databaseUrl, isRead, lastBackup, outbox: outboxWatch, clockHeld });
  const typesetter = options.typesetter ?? createTypesetter();
  const app = await createApp({ meter, ...options, typesetter });
  const serverOptions = limitsOf(options.timeouts ?? timeouts);
  const server = createServer(serverOptions, app.listener);
  server.maxConnections = maxConnections;
  server.setTimeout(serverOptions.keepAliveTimeout);
  await warnUnlessSynced(options.db, log);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(cannotListen(error, config.port, config.host))),
    );
    server.listen(config.hasSocket ? { fd: systemdSocket } : { port: config.port, host: config.host }, resolve);
  });
  const stopping = new AbortController();
  let schedule: ReturnType<typeof startJobs> | undefined;
  const load = onceItWorks(async () => {
    const [{ outbox }, { jobsOf, startJobs }] = await Promise.all([app.load(), loadJobs()]);
    if (stopping.signal.aborted) return;
    const jobs = jobsOf({ ...options, outbox, watched: meter.watched });
    schedule = startJobs((options.isScheduled ?? true) ? jobs : [], log);
    // Sends the emails that the last process left behind, without waiting for the job.
    outbox.wake();
    options.loaded?.();
  });
  // An error in the code ends the process, as it would anywhere else.
  const loading = loadUntilItWorks(load, options.loadsAfter ?? loadsAfter, log, stopping.signal);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : config.port,
    load,
    stop: async (quiet = 1000) => {
      stopping.abort();
      const drained = drain(server, quiet);
      await loading.catch(() => {});
      await Promise.all([schedule?.stop(), drained.then(() => stopWithTimeout(app.outbox()))]);
      typesetter.stop();
      meter.stop();
    },
  };
}

/**
 * Loading the other parts blocks all requests for a few tenths of a second. Requests that waited for the start are answered
 * first.
 */
const loadsAfter = 100;
/** How long to wait if the database is unavailable, in milliseconds. */
const loadsAgainAfter = 1000;

/** Loads after that delay. While the database is unavailable, the first parts answer what they can, and it tries again. */
async function loadUntilItWorks(load: () => Promise<void>, delay: number, log: Logger, signal: AbortSignal) {
  for (let next = delay; !signal.aborted; next = loadsAgainAfter) {
    await wait(next, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      return await load();
    } catch (error) {
      if (!isUnavailable(error) || isConstraint(error)) throw error;
      log.error({ err: error }, 'database unavailable');
    }
  }
}

/** How long to wait for an email that is being sent when the process stops, in milliseconds. */
const emailTimeout = 5000;

/** An email that takes longer becomes unsure, or is sent after the restart. */
async function stopWithTimeout(outbox: Outbox | undefined): Promise<void> {
  if (outbox === undefined) return;
  const done = new AbortController();
  await Promise.race([outbox.stop(), wait(emailTimeout, undefined, { signal: done.signal })]);
  done.abort();
}

/** A database server that is unavailable does not keep the collector from starting. */
async function warnUnlessSynced(db: Database, log: Logger): Promise<void> {
  const synced = await syncsCommits(db).catch((error: unknown) => log.error({ err: error }, 'database unavailable'));
  if (synced === false) log.error({}, 'commits not synced');
}

/** A slow or silent client only holds a socket, and not for long. */
function limitsOf({ headers, request, silence }: Timeouts) {
  return {
    headersTimeout: headers,
    requestTimeout: request,
    keepAliveTimeout: silence,
    // How often Node looks for late clients.
    connectionsCheckingInterval: headers / 2,
    maxHeaderSize: maxHeaderBytes,
  } satisfies ServerOptions;
}

function cannotListen({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use by another program. Set PORT to a free port.`;
  if (code === 'EACCES') return `This account is not allowed to use port ${port}. Set PORT to 1024 or higher.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST ${host} is not an address of this computer.`;
  return `The collector cannot listen on ${host}:${port}: ${message}.`;
}
