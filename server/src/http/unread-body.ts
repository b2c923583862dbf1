import type { IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { MiddlewareHandler } from 'hono';

/**
 * Tells the client that the connection closes where the answer was ready before the whole body was there. The server
 * closes it soon after: whoever is not told, such as a proxy with other people's requests, sends the next one there and
 * gets no answer to it.
 */
export function closeAfterUnreadBody(): MiddlewareHandler {
  return async function closeAfterUnreadBody(c, next) {
    await next();
    const incoming = c.env?.incoming as IncomingMessage | undefined;
    if (incoming === undefined || incoming.complete || !hasBody(incoming)) return;
    // An answer can be ready between a request's headers and a body that came in the same packet.
    await setImmediate();
    if (!incoming.complete) c.header('Connection', 'close');
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
