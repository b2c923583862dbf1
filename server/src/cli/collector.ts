import { createServer, type Server } from 'node:http';
import { serve } from '@hono/node-server';
import { createApp, type Dependencies } from '../app.ts';
import { jobsOf } from '../jobs/jobs.ts';
import { startJobs } from '../jobs/schedule.ts';

/** How long what is under way may take to end, in milliseconds. */
const grace = 5000;

export interface Collector {
  port: number;
  /** Takes no new connections, lets what is under way end, and stops the jobs. */
  stop: () => Promise<void>;
}

/** Listens as configured and runs the jobs. @throws Error with a plain sentence when the port cannot be had. */
export async function startCollector(dependencies: Dependencies): Promise<Collector> {
  const { config, log } = dependencies;
  const app = await createApp(dependencies);
  const server = await new Promise<Server>((resolve, reject) => {
    const options = { fetch: app.fetch, port: config.port, hostname: config.host, createServer };
    const listening = serve(options, () => resolve(listening)) as Server;
    listening.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(cannotListen(error, config.port, config.host))),
    );
  });
  const jobs = startJobs(jobsOf(dependencies), log);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : config.port,
    stop: () => {
      jobs.stop();
      // Nobody may hold the door open for ever: not a proxy's idle connection, nor half a request.
      const cut = setTimeout(() => server.closeAllConnections(), grace);
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

function cannotListen({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use by another program; set PORT to a free one.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this account; set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST ${host} is no address of this machine.`;
  return `The collector cannot listen on ${host}:${port}: ${message}.`;
}
