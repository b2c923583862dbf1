import { expect, test } from 'vitest';
import { aLibsqlServer } from '../../test/libsql-server.ts';
import { aDatabaseWithoutMonths, expectedMonths, monthsIn } from '../../test/without-months.ts';
import { verify } from '../figures/figures.ts';
import { openDatabase } from './database.ts';
import { fillMonths } from './fill-months.ts';
import { migrate } from './migrate.ts';

test('an upgrade on a libSQL server gives each response its month', async () => {
  await using server = await aLibsqlServer();
  await aDatabaseWithoutMonths(server.url);
  const db = await openDatabase(server.url);
  await migrate(db, Date.now);
  expect((await verify(db)).differences).toEqual([]);
  await fillMonths(db, 2);
  expect(await monthsIn(db)).toEqual(expectedMonths);
  expect((await verify(db)).differences).toEqual([]);
  db.$client.close();
});
