import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { aCollector, aResponse } from '../../test/collector.ts';
import { aSocket, sendBytes, statusesOf } from '../../test/raw-socket.ts';
import { aPerson } from '../../test/staff.ts';

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
const large = 'x'.repeat(200_000);

test('an answer given before the body was read closes the connection', async () => {
  await using collector = await aCollector();
  const { cookie } = await aPerson(collector, 'ambassador');
  const early = [
    [413, 'POST', '/api/v1/responses', json],
    [413, 'POST', '/s/central', form],
    [413, 'POST', '/console/tokens', form],
    [413, 'POST', '/console/sign-in', form],
    [415, 'POST', '/s/central', 'text/plain'],
    [404, 'POST', '/nowhere', form],
    [405, 'PUT', '/api/v1/responses', json],
    [405, 'POST', '/api/v1/departments', json],
    [403, 'POST', '/console/tokens', form, 'cross-site'],
    [303, 'POST', '/console/sign-out', form],
  ] as const;
  for (const [status, method, path, type, site = 'same-origin'] of early) {
    const length = status === 413 ? large : large.slice(0, 16_000);
    const headers = { 'Content-Type': type, 'Sec-Fetch-Site': site, cookie };
    const socket = await aSocket(collector.url);
    const answered = text(socket);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    // Only the headers: the answer arrives while the body is still on its way.
    socket.write(
      `${method} ${path} HTTP/1.1\r\nHost: collector\r\n${lines.join('')}Content-Length: ${length.length}\r\n\r\n`,
    );
    const answer = await answered;
    expect(statusesOf(answer), path).toEqual([status]);
    expect(answer.toLowerCase(), path).toContain('\r\nconnection: close\r\n');
  }
});

test('a body that arrived in time keeps the connection open for the next request', async () => {
  await using collector = await aCollector();
  const body = JSON.stringify(aResponse());
  const requests = ['', 'Connection: close\r\n'].map(
    (last) =>
      `POST /nowhere HTTP/1.1\r\nHost: collector\r\nContent-Type: ${json}\r\n${last}Content-Length: ${body.length}\r\n\r\n${body}`,
  );
  // The first page has no final newline, so the second answer starts in the middle of a line.
  expect((await sendBytes(collector, requests.join(''))).match(/HTTP\/1\.1 404/g)).toHaveLength(2);
});

test('rejects a request with two Host headers, in any order', async () => {
  await using collector = await aCollector();
  const { host } = new URL(collector.url);
  for (const hosts of [
    [host, 'evil.example'],
    ['evil.example', host],
    [host, host],
  ]) {
    const lines = hosts.map((name, index) => `${index === 0 ? 'Host' : 'hOST'}: ${name}\r\n`).join('');
    const answer = await sendBytes(collector, `GET /healthz HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`);
    expect(statusesOf(answer), hosts.join()).toEqual([400]);
  }
  expect(
    statusesOf(await sendBytes(collector, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)),
  ).toEqual([200]);
});
