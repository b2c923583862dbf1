import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A network between the browser and the collector, as bad as the test needs. */
export interface BadNetwork extends AsyncDisposable {
  url: string;
  /** Whether anything gets through. */
  isUp: boolean;
  /** Cuts off every nth answer to a response on its way back. 0 cuts off none. */
  dropsEvery: number;
  /** Whether answers to responses hang on their way back. */
  hangs: boolean;
  /** Answers a response with this, such as a sign-in page, instead of passing it on. */
  reply: { status: number; type: string; body: string } | undefined;
  /** How many responses were passed on, and how many answers were cut off. */
  passed: number;
  dropped: number;
}

export async function aBadNetwork(collectorUrl: string): Promise<BadNetwork> {
  const server = createServer((request, response) => pass(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const network: BadNetwork = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isUp: true,
    dropsEvery: 0,
    hangs: false,
    reply: undefined,
    passed: 0,
    dropped: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function pass(request: IncomingMessage, response: ServerResponse): void {
    const isResponse = request.method === 'POST';
    if (!network.isUp) return void response.destroy();
    if (isResponse && network.reply) {
      const { status, type, body } = network.reply;
      response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body);
      return;
    }
    const onward = ask(collectorUrl + request.url, { method: request.method, headers: request.headers }, (answer) => {
      if (isResponse) network.passed += 1;
      // By now, the collector has committed the response.
      if (isResponse && network.dropsEvery > 0 && network.passed % network.dropsEvery === 0) {
        network.dropped += 1;
        response.destroy();
        return;
      }
      if (isResponse && network.hangs) return;
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }

  return network;
}
