import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A program that listens already, on a port that the machine chose. */
export async function aListener() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.asyncDispose]: async () => void (await once(server.close(), 'close')) };
}

/** A port that nothing listens on any more, for a program that has to know its own address before it starts. */
export async function aFreePort(): Promise<number> {
  await using listener = await aListener();
  return listener.port;
}
