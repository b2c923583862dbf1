import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What happens to traffic through the proxy. */
export type Fault =
  | 'none'
  /** Connections are refused, as if the server were down. */
  | 'down'
  /** Connections are accepted, but nothing is ever answered, as if the network dropped everything. */
  | 'silent'
  /** Complete requests arrive, but no replies come back. */
  | 'replies lost'
  /** Only the first half of each reply comes back. */
  | 'replies cut'
  /** Complete requests arrive, but replies come too late. */
  | 'slow'
  /** Another program answers instead of the server. */
  | 'error page';

export interface FaultProxy extends AsyncDisposable {
  url: string;
  /** Applies from now on, to open connections too. */
  set(fault: Fault): Promise<void>;
  /** Loses one reply: the next one, or a later one. @returns whether it was lost; if not, none will be. */
  loseReply(after: number): () => boolean;
  /** Loses the reply to the next request that contains this text. @returns the same. */
  loseReplyTo(text: string): () => boolean;
  /**
   * From now on, loses that share of the replies, before the first byte or in the middle.
   * @param random numbers from 0 to 1. @returns how many were lost.
   */
  loseSome(share: number, random: () => number): () => number;
}

/** Longer than a test collector waits, in milliseconds. */
const late = 4000;

const errorPage = '<html>Bad gateway</html>';
const badGateway = `HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: ${errorPage.length}\r\nConnection: close\r\n\r\n${errorPage}`;

/** A proxy in front of a server, which fails like a network or a machine. */
export async function aFaultProxy(to: string): Promise<FaultProxy> {
  const target = new URL(to);
  let fault: Fault = 'none';
  let untilLoss = Infinity;
  let awaited: string | undefined;
  let losesNext = () => false;
  let random = () => 0;
  const sockets = new Set<Socket>();
  const take = (client: Socket) => {
    const server = connect(Number(target.port), target.hostname);
    for (const socket of [client, server]) {
      sockets.add(socket);
      // If one side ends, the other ends too. Errors are expected here.
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (bytes) => {
      if (awaited !== undefined && bytes.includes(awaited)) {
        awaited = undefined;
        untilLoss = 0;
      }
      if (fault === 'error page') client.end(badGateway);
      else if (fault !== 'silent') server.write(bytes);
    });
    server.on('data', (bytes) => {
      const isBegin = bytes.subarray(0, 5).toString() === 'HTTP/';
      if (isBegin) untilLoss -= 1;
      if (untilLoss < 0) {
        untilLoss = Infinity;
        client.resetAndDestroy();
      } else if (isBegin && losesNext()) {
        const half = random() < 0.5 ? 0 : bytes.length >> 1;
        client.write(bytes.subarray(0, half), () => client.resetAndDestroy());
      } else if (fault === 'none') client.write(bytes);
      else if (fault === 'replies lost') client.resetAndDestroy();
      else if (fault === 'slow') setTimeout(() => client.write(bytes), late).unref();
      else if (fault === 'replies cut') client.write(bytes.subarray(0, bytes.length >> 1), () => client.destroy());
    });
  };
  const listening = async (port: number) => {
    const server = createServer(take).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await listening(0);
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = once(server.close(), 'close');
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    loseReply: (after) => {
      untilLoss = after;
      return () => {
        const isLost = untilLoss === Infinity;
        untilLoss = Infinity;
        return isLost;
      };
    },
    loseReplyTo: (text) => {
      awaited = text;
      return () => {
        const isLost = awaited === undefined && untilLoss === Infinity;
        awaited = undefined;
        untilLoss = Infinity;
        return isLost;
      };
    },
    loseSome: (share, given) => {
      let lost = 0;
      random = given;
      losesNext = () => {
        if (random() >= share) return false;
        lost += 1;
        return true;
      };
      return () => lost;
    },
    set: async (next) => {
      const before = fault;
      fault = next;
      if (next === 'down' && before !== 'down') await close();
      if (next !== 'down' && before === 'down') server = await listening(port);
    },
    [Symbol.asyncDispose]: async () => {
      if (fault !== 'down') await close();
    },
  };
}
