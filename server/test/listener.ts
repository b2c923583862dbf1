import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A listening server, on a port that the system chose. */
export async function aListener() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.asyncDispose]: async () => void (await once(server.close(), 'close')) };
}

/** A free port, for a program that has to know its address before it starts. */
export async function aFreePort(): Promise<number> {
  await using listener = await aListener();
  return listener.port;
}
