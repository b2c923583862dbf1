import { expect, test } from 'vitest';
import { aForm } from '../../test/bad-forms.ts';
import { aCollector, aResponse, count, send, sendForm } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { aLibsqlServer } from '../../test/libsql-server.ts';
import { aPerson, signIn, staffOf } from '../../test/staff.ts';
import { openDatabase } from './database.ts';

const department = '/console/directory/departments/cws';

/** Two collectors on one database, one using its primary and one its replica. */
async function twoCollectors() {
  const primary = await aLibsqlServer();
  const replica = await aLibsqlServer({ primary });
  const one = await aCollector({ DATABASE_URL: primary.url });
  const other = await aCollector({ DATABASE_URL: replica.url });
  return {
    primary,
    replica,
    one,
    other,
    [Symbol.asyncDispose]: async () => {
      for (const each of [other, one, replica, primary]) await each[Symbol.asyncDispose]();
    },
  };
}

test('a replica reads back what was just written', async () => {
  await using pair = await twoCollectors();
  const { other } = pair;
  const administrator = await aPerson(other, 'administrator');
  for (let round = 0; round < 20; round += 1) {
    const response = aResponse({ comment: `Comment ${round}` });
    expect((await send(other, response)).status).toBe(201);
    expect((await send(other, response)).status).toBe(200);
    expect((await send(other, { ...response, comment: 'other' })).status).toBe(409);
    const reason = `Lawsuit ${round}`;
    expect((await administrator.post(`${department}/holds`, { hold: reason })).status).toBe(303);
    const page = (await administrator.get(department)).body;
    expect(page.includes(reason), reason).toBe(true);
    const again = await signIn(other, administrator.email, administrator.password);
    expect((await again.get('/console')).status).toBe(200);
  }
  expect(await other.heart('verify')).toMatchObject({ code: 0 });
});

test('one collector reads back what the other wrote', async () => {
  await using pair = await twoCollectors();
  const { one, other } = pair;
  const administrator = await aPerson(one, 'administrator');
  const { email, password } = administrator;
  for (let round = 0; round < 20; round += 1) {
    const response = aResponse();
    const form = aForm();
    expect((await send(one, response)).status).toBe(201);
    expect((await send(other, response)).status).toBe(200);
    expect((await sendForm(other, form)).status).toBe(303);
    expect((await sendForm(one, form)).status).toBe(303);
    const { cookie } = await signIn(one, email, password);
    const there = staffOf(other, { email, password, cookie });
    expect((await there.get('/console')).status).toBe(200);
    const slug = `harbor-${round}`;
    expect((await administrator.post(`${department}/regions/new`, { slug, name: slug })).status).toBe(303);
    const page = (await there.get('/console/directory')).body;
    expect(page.includes(slug), slug).toBe(true);
    expect((await send(other, aResponse({ region: slug }))).status).toBe(201);
  }
});

test('a replica has the same content as its primary', async () => {
  await using pair = await twoCollectors();
  const { one, other, primary, replica } = pair;
  await Promise.all(
    Array.from({ length: 40 }, (_, n) => send(n % 2 ? one : other, aResponse({ rating: (n % 5) + 1 }))),
  );
  const [left, right] = [await openDatabase(primary.url), await openDatabase(replica.url)];
  expect(await count(left, 'response')).toBe(40);
  expect(await contents(right)).toEqual(await contents(left));
  left.$client.close();
  right.$client.close();
});

test('a replica without its primary serves no page that may be outdated, and the log says so once', async () => {
  await using primary = await aLibsqlServer();
  await using replica = await aLibsqlServer({ primary });
  const errors: unknown[] = [];
  const log = { info: () => {}, error: (entry: object, message: string) => void errors.push([message, entry]) };
  await using collector = await aCollector({ DATABASE_URL: replica.url }, { log, serverTimeout: 2000 });
  const administrator = await aPerson(collector, 'administrator');
  expect((await administrator.get('/console/directory')).status).toBe(200);
  errors.length = 0;
  await primary.stop();
  for (let times = 0; times < 3; times += 1) {
    expect((await administrator.get('/console/directory')).status).toBe(503);
  }
  expect(errors).toEqual([['database unavailable', expect.anything()]]);
  await primary.start();
  await expect.poll(async () => (await administrator.get('/console/directory')).status, { timeout: 60_000 }).toBe(200);
});
