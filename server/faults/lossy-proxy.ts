import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { Chance } from './chance.ts';

export interface LossyProxy extends AsyncDisposable {
  url: string;
  /** How many replies it has cut off. */
  cut(): number;
}

/**
 * Stands before a collector and passes on every request whole, but of the replies only some: of that share it cuts the
 * connection off as the reply comes, before the first byte or in the middle. The collector has committed by then.
 */
export async function aLossyProxy(to: string, share: number, chance: Chance): Promise<LossyProxy> {
  const { hostname, port } = new URL(to);
  let cut = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const collector = connect(Number(port), hostname);
    let isReplying = false;
    for (const socket of [client, collector]) {
      sockets.add(socket);
      // Whatever ends one side ends the other, and is what this is for.
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        collector.destroy();
      });
    }
    client.on('data', (bytes) => {
      isReplying = false;
      collector.write(bytes);
    });
    collector.on('data', (bytes) => {
      const loses = !isReplying && uniformFloat64(chance) < share;
      isReplying = true;
      if (loses) {
        cut += 1;
        const half = uniformFloat64(chance) < 0.5 ? 0 : bytes.length >> 1;
        client.write(bytes.subarray(0, half), () => client.resetAndDestroy());
      } else client.write(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => cut,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
