import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A network before the collector, as bad as the test wants it. */
export interface BadNetwork extends AsyncDisposable {
  url: string;
  /** Whether anything gets through at all. */
  isUp: boolean;
  /** Of the answers to responses, every how many-th is cut off on its way back; 0 for none. */
  dropsEvery: number;
  /** Whether the collector's answers to responses hang on their way back. */
  hangs: boolean;
  /** What is said to a response instead of passing it on, such as a sign-in page. */
  says: { status: number; type: string; body: string } | undefined;
  /** How many responses it has passed on to the collector, and how many answers it has cut off. */
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
    says: undefined,
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
    if (isResponse && network.says) {
      const { status, type, body } = network.says;
      response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body);
      return;
    }
    const onward = ask(collectorUrl + request.url, { method: request.method, headers: request.headers }, (answer) => {
      if (isResponse) network.passed += 1;
      // The collector has committed by now.
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
