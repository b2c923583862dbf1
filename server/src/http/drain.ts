import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';

/** How long running requests may take to finish, in milliseconds. */
const grace = 5000;

/**
 * Stops a server without cutting anyone off: it accepts no new connections, sends one last answer on each, and lets
 * running requests finish.
 * @param idleTime how long an idle connection may still send a request, in milliseconds: one may be on its way, and its
 * sender could not tell whether it was received.
 */
export async function drain(server: Server, idleTime: number): Promise<void> {
  server.prependListener('request', (_, answer: ServerResponse) => answer.setHeader('Connection', 'close'));
  const closeIdle = setInterval(() => server.closeIdleConnections(), Math.max(1, idleTime));
  // Nothing may delay the end forever: neither a proxy's idle connection nor half a request.
  const deadline = setTimeout(() => server.closeAllConnections(), grace);
  // Not the HTTP server's own `close`, which cuts off idle connections at once.
  await new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
  clearInterval(closeIdle);
  clearTimeout(deadline);
}
