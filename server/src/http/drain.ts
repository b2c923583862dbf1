import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';

/** How long what is under way may take to end, in milliseconds. */
const grace = 5000;

/**
 * Ends a server without cutting anybody off: it takes no more connections, the next answer on each is its last, and what
 * is under way ends.
 * @param quiet how long a connection that says nothing may yet say something, in milliseconds: a request may be on its
 * way at this very moment, and its sender would not know whether it was taken.
 */
export async function drain(server: Server, quiet: number): Promise<void> {
  server.prependListener('request', (_, answer: ServerResponse) => answer.setHeader('Connection', 'close'));
  const hush = setInterval(() => server.closeIdleConnections(), Math.max(1, quiet));
  // Nobody may hold the door open for ever: not a proxy's idle connection, nor half a request.
  const cut = setTimeout(() => server.closeAllConnections(), grace);
  // Not HTTP's own `close`, which begins by cutting off whoever says nothing just now.
  await new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
  clearInterval(hush);
  clearTimeout(cut);
}
