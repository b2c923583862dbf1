import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';

/** A request body as it is sent; without a `type` there is no Content-Type. */
export interface Sent {
  body?: string | Uint8Array;
  type?: string | null;
  /** Sends the body without stating its length. */
  chunked?: boolean;
  headers?: Record<string, string>;
}

/** A reply with its complete body. */
export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** Opens an address with only these headers. (`fetch` overwrites Sec-Fetch-Mode.) */
export async function openExactly(url: string, headers: Record<string, string>): Promise<IncomingMessage> {
  const [answer] = (await once(get(url, { headers, agent: false }), 'response')) as [IncomingMessage];
  return answer.resume();
}

export async function post(url: string, { body = '', type = null, chunked = false, headers = {} }: Sent) {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body);
  return answerOf(
    await fetch(url, {
      method: 'POST',
      headers: { ...headers, ...(type === null ? {} : { 'Content-Type': type }) },
      redirect: 'manual',
      ...(chunked ? { body: inPieces(bytes), duplex: 'half' } : { body: bytes }),
    }),
  );
}

/**
 * Posts all these bodies to the intake at once, over one connection, so that they wait for the same commit.
 * @returns the statuses in the order of the bodies.
 */
export async function postTogether(url: string, bodies: object[]): Promise<number[]> {
  const { hostname, port } = new URL(url);
  const requests = bodies.map((body, index) => {
    const json = JSON.stringify(body);
    const last = index === bodies.length - 1;
    const headers = ['Host: collector', 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(json)}`];
    const lines = ['POST /api/v1/responses HTTP/1.1', ...headers, `Connection: ${last ? 'close' : 'keep-alive'}`];
    return `${lines.join('\r\n')}\r\n\r\n${json}`;
  });
  const socket = connect(Number(port), hostname);
  socket.write(requests.join(''));
  return [...(await text(socket)).matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
}

export async function answerOf(response: Response): Promise<Answer> {
  // Not with `text()`, which removes a byte order mark.
  const body = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, body };
}

/** Fails if a reply reveals internals: a stack trace, a path, a module's name. */
export function expectNothingInside({ body }: Answer, what?: string): void {
  expect(body, what).not.toMatch(/^\s*at /m);
  expect(body, what).not.toMatch(/node_modules|node:|\.ts\b|file:\/\/|SQLITE|libsql|\/(work|home|tmp|usr|src)\//i);
}

/** Checks the rules for every problem document (RFC 9457). @returns the document. */
export function problemOf(answer: Answer, what?: string) {
  expect(answer.headers.get('content-type'), what).toBe('application/problem+json');
  const problem = JSON.parse(answer.body) as {
    type: string;
    title: string;
    status: number;
    errors?: { path: string; message: string }[];
  };
  expect(problem.status, what).toBe(answer.status);
  expect(problem.title, what).toMatch(/^[A-Z].*\.$/);
  expectNothingInside(answer, what);
  return problem;
}

function inPieces(bytes: Uint8Array): ReadableStream<Uint8Array> {
  const size = 16 * 1024;
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(sent, sent + size));
      sent += size;
    },
  });
}
