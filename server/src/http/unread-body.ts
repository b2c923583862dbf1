import type { IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { MiddlewareHandler } from 'hono';

/**
 * Tells the client that the connection closes if the answer was ready before the whole body arrived. The server closes
 * it soon after: a client that does not know, such as a proxy, would send the next request there and get no answer.
 */
export function closeAfterUnreadBody(): MiddlewareHandler {
  return async function closeAfterUnreadBody(c, next) {
    await next();
    const incoming = c.env?.incoming as IncomingMessage | undefined;
    if (incoming === undefined || incoming.complete || !hasBody(incoming)) return;
    // An answer can be ready between a request's headers and its body, even in the same packet.
    await setImmediate();
    if (!incoming.complete) c.header('Connection', 'close');
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
