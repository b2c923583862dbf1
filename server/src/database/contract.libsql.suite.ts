import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';
import { aFolder } from '../../test/folder.ts';
import { aLibsqlServer, libsqlTokens } from '../../test/libsql-server.ts';
import { aFreePort } from '../../test/listener.ts';
import { aQuartersLife } from '../../test/quarters-life.ts';

test('a quarter runs the same from start to end on a file and on a libSQL server with a token', async () => {
  await using folder = await aFolder();
  const onFile = await aQuartersLife({ DATABASE_URL: `file:${folder.file('heart.db')}` });
  const tokens = libsqlTokens();
  await using server = await aLibsqlServer({ tokens });
  const onServer = await aQuartersLife({ DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: tokens.token() });
  expect(onServer).toEqual(onFile);
});

test('reports a rejected token in one plain sentence', async () => {
  await using server = await aLibsqlServer({ tokens: libsqlTokens() });
  const settings = { DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: libsqlTokens().token() };
  await expect(aCollector(settings)).rejects.toThrow(
    /^The database http:\/\/127\.0\.0\.1:\d+ cannot be opened: it does not accept the token\.$/,
  );
});

test('logs at startup that a server does not sync its commits, and only then', async () => {
  const admin = await aFreePort();
  await using server = await aLibsqlServer({ args: ['--admin-listen-addr', `127.0.0.1:${admin}`] });
  const lines: string[] = [];
  const write = (_: object, message: string) => void lines.push(message);
  await using collector = await aCollector({ DATABASE_URL: server.url }, { log: { info: write, error: write } });
  expect(lines).toEqual(['commits not synced']);
  // As docs/more-than-one-machine.md describes.
  const set = await fetch(`http://127.0.0.1:${admin}/v1/namespaces/default/config`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ block_reads: false, block_writes: false, durability_mode: 'strong' }),
  });
  expect(set.status).toBe(200);
  await collector.restart({ log: { info: write, error: write } });
  expect(lines).toEqual(['commits not synced']);
});
