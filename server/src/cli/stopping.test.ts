import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { aServingProcess } from '../../test/processes.ts';

test('neither half a request nor a silent connection keeps a collector from stopping', async () => {
  await using folder = await aFolder();
  await using collector = await aServingProcess({ DATABASE_URL: `file:${folder.file('heart.db')}` });
  const { port } = new URL(collector.url);
  const half = connect(Number(port), '127.0.0.1');
  const silent = connect(Number(port), '127.0.0.1');
  await Promise.all([once(half, 'connect'), once(silent, 'connect')]);
  const head =
    'POST /api/v1/responses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{';
  await new Promise((resolve) => {
    half.write(head, resolve);
  });
  half.on('error', () => {});
  silent.on('error', () => {});
  // Node alone would wait five minutes for the other half. The test harness kills what runs longer than a minute, which
  // gives no exit code.
  expect(await collector.kill('SIGTERM')).toBe(0);
});
