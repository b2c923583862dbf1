import { createServer, type Server, type ServerOptions } from 'node:http';
import { serve } from '@hono/node-server';
import { createApp, type Dependencies } from '../app.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { startJobs } from '../jobs/schedule.ts';

/** How long what is under way may take to end, in milliseconds. */
const grace = 5000;

/** How long the collector waits for a client, in milliseconds. */
interface Patience {
  /** For all of a request's headers. */
  headers: number;
  /** For all of a request; 2 MiB, the most that any route takes, are then 280 kbit/s. */
  request: number;
  /** For a client that reads nothing of its answer, or says nothing after it. Proxies keep a connection for a minute. */
  silence: number;
}

const patience: Patience = { headers: 10_000, request: 60_000, silence: 65_000 };

/** The most bytes of a request's line and headers together. */
const mostOfHeaders = 16 * 1024;
/** The most connections at once, so that a flood of them leaves the process files to open. */
const mostConnections = 10_000;

export interface CollectorOptions extends Dependencies {
  patience?: Patience;
}

export interface Collector {
  port: number;
  /** Takes no new connections, lets what is under way end, and stops the jobs. */
  stop: () => Promise<void>;
}

/** Listens as configured and runs the jobs. @throws Error with a plain sentence when the port cannot be had. */
export async function startCollector(dependencies: CollectorOptions): Promise<Collector> {
  const { config, log } = dependencies;
  const app = await createApp(dependencies);
  const serverOptions = limitsOf(dependencies.patience ?? patience);
  const server = await new Promise<Server>((resolve, reject) => {
    const options = { fetch: app.fetch, port: config.port, hostname: config.host, createServer, serverOptions };
    const listening = serve(options, () => resolve(listening)) as Server;
    listening.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(cannotListen(error, config.port, config.host))),
    );
  });
  server.maxConnections = mostConnections;
  server.setTimeout(serverOptions.keepAliveTimeout);
  const jobs = startJobs(jobsOf(dependencies), log);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : config.port,
    stop: () => {
      jobs.stop();
      // Nobody may hold the door open for ever: not a proxy's idle connection, nor half a request.
      const cut = setTimeout(() => server.closeAllConnections(), grace);
      // Who keeps a connection and sends on and on is answered once more and let go, rather than cut off unanswered.
      server.prependListener('request', (_, response) => (response.shouldKeepAlive = false));
      return new Promise((resolve) => {
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      });
    },
  };
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
