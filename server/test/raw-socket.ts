import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** Sends these raw bytes over a new connection. @returns everything received until the collector closes it. */
export async function sendBytes({ url }: { url: string }, bytes: string | Uint8Array): Promise<string> {
  const socket = await aSocket(url);
  const answered = text(socket);
  // Latin-1 keeps each byte; as text it would become UTF-8.
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  return answered;
}

/** The statuses of the replies, in order. */
export function statusesOf(answers: string): number[] {
  return [...answers.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
}

/** An open connection. It is not an error if the collector closes it. */
export async function aSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket.on('error', () => {});
}

/** Starts that many requests and never finishes them, half in the headers, half in the body. Each sends a byte a second. */
export async function halfOpen(url: string, count: number) {
  const sockets = await Promise.all(Array.from({ length: count }, () => aSocket(url)));
  const headers = 'POST /api/v1/responses HTTP/1.1\r\nHost: collector\r\nContent-Type: application/json\r\n';
  sockets.forEach((socket, index) =>
    socket.write(headers + (index % 2 ? 'X-Slow: ' : 'Content-Length: 60000\r\n\r\n{"')),
  );
  const dribble = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x');
  }, 1000);
  const answers = Promise.all(sockets.map((socket) => text(socket).catch(() => '')));
  return {
    stillOpen: () => sockets.filter((socket) => !socket.closed).length,
    /** The reply to each one, once the collector has closed them all. */
    answers,
    async [Symbol.asyncDispose]() {
      clearInterval(dribble);
      for (const socket of sockets) socket.destroy();
      await answers;
    },
  };
}
