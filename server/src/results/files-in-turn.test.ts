import { expect, test } from 'vitest';
import { aCollector, count, type TestCollector } from '../../test/collector.ts';
import { insertRows } from '../../test/rows.ts';
import { aSocket } from '../../test/raw-socket.ts';
import { aPerson, type Staff } from '../../test/staff.ts';

const quarter = '/console/departments/cws/quarters/2026-07';
const responses = 2500;

/** Inserts responses whose file is larger than the connection's buffers. */
async function insertLongOnes({ db }: TestCollector) {
  await insertRows(db, { responses });
  await db.$client.execute("UPDATE response SET comment = replace(hex(zeroblob(2000)), '0', 'a')");
}

test('creates two files per person at a time, and no one else waits for them', async () => {
  await using collector = await aCollector();
  await insertLongOnes(collector);
  const [one, other] = [await aPerson(collector, 'ambassador'), await aPerson(collector, 'representative', 'cws')];
  const asked = () => count(collector.db, "audit_event WHERE action = 'responses exported'");
  const begin = (person: Staff, signal?: AbortSignal) =>
    fetch(`${collector.url}${quarter}/responses.csv`, { headers: { cookie: person.cookie }, signal: signal ?? null });

  const [first, second] = [new AbortController(), new AbortController()];
  // No one reads their bodies, so they stay open.
  const open = [await begin(one, first.signal), await begin(one, second.signal)];
  const given = new AbortController();
  const givenUp = begin(one, given.signal).catch((error: Error) => error.name);
  const third = begin(one);
  const lines = (await (await begin(other)).text()).split('\r\n').length;
  expect(lines).toBeGreaterThan(responses);
  expect(await asked()).toBe(3);

  given.abort();
  expect(await givenUp).toBe('AbortError');
  first.abort();
  await expect(open[0]!.text()).rejects.toThrow(/abort/);
  expect((await third).status).toBe(200);
  // A request that was given up while waiting records no download.
  expect(await asked()).toBe(4);
  second.abort();
  await expect(open[1]!.text()).rejects.toThrow(/abort/);
  expect((await (await third).text()).split('\r\n')).toHaveLength(lines);
});

test('pipelined requests on a lost connection do not hold up others', async () => {
  await using collector = await aCollector();
  await insertLongOnes(collector);
  const person = await aPerson(collector, 'ambassador');
  const socket = await aSocket(collector.url);
  const request = `GET ${quarter}/responses.csv HTTP/1.1\r\nHost: collector\r\nCookie: ${person.cookie}\r\n\r\n`;
  socket.pause();
  socket.write(request.repeat(3));
  const asked = () => count(collector.db, "audit_event WHERE action = 'responses exported'");
  await expect.poll(asked).toBe(2);
  socket.destroy();
  for (let time = 0; time < 3; time += 1) expect((await person.get(`${quarter}/averages.csv`)).status).toBe(200);
});

test('a request for the headers alone does not hold up others', async () => {
  await using collector = await aCollector();
  const person = await aPerson(collector, 'ambassador');
  for (let time = 0; time < 4; time += 1) {
    for (const file of ['averages.csv', 'averages.xlsx', 'responses.csv']) {
      const headers = { cookie: person.cookie };
      const answer = await fetch(`${collector.url}${quarter}/${file}`, { method: 'HEAD', headers });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.any(String)]);
    }
  }
  expect((await person.get(`${quarter}/responses.csv`)).status).toBe(200);
});
