import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { keepFigures } from '../bench/results.ts';
import { openDatabase } from '../src/database/database.ts';
import { aFolder } from '../test/folder.ts';
import { heartHere } from '../test/heart.ts';
import { requires } from '../test/requires.ts';
import { aServingProcess, heartProcess } from '../test/processes.ts';
import { expectIntact } from './accounts.ts';
import { print } from './chance.ts';
import { startWriters } from './writers.ts';

const responses = 100_000;
/** How long people respond before the machine fails, in milliseconds. */
const length = 20_000;
const timeout = 10 * 60 * 1000;
const litestream = 'litestream';
const isThere = spawnSync(litestream, ['version']).status === 0;

/** As in the backup documentation, but to a folder, since there is no bucket here. */
const settings = (database: string, replica: string) => `dbs:
  - path: ${database}
    replicas:
      - type: file
        path: ${replica}
        sync-interval: 1s
        retention: 336h
`;

test.skipIf(!isThere)(
  'recovers a machine that died with its disk from Litestream’s copy, except for the last moment',
  { ...requires('litestream'), timeout },
  async () => {
    await using folder = await aFolder();
    await using elsewhere = await aFolder();
    const database = folder.file('heart.db');
    const env = { DATABASE_URL: `file:${database}` };
    expect((await heartHere(['demo', '--responses', String(responses)], env)).code).toBe(0);
    const config = elsewhere.file('litestream.yml');
    await writeFile(config, settings(database, elsewhere.file('replica')));

    const [writers, died] = await (async () => {
      await using collector = await aServingProcess(env, timeout);
      const replicating = spawn(litestream, ['replicate', '-config', config], { stdio: 'ignore' });
      const gone = once(replicating, 'close');
      try {
        await expect
          .poll(() => readdir(elsewhere.file('replica')).catch(() => []), { timeout: 60_000 })
          .not.toEqual([]);
        using writers = startWriters({ whereTo: () => collector.url });
        await wait(length);
        replicating.kill('SIGKILL');
        await collector.kill('SIGKILL');
        return [writers, Date.now()] as const;
      } finally {
        replicating.kill('SIGKILL');
        await gone;
      }
    })();

    const [copy, restored] = [elsewhere.file('copy.db'), elsewhere.file('restored.db')];
    const began = performance.now();
    const args = ['restore', '-config', config, '-o', copy, database];
    expect(spawnSync(litestream, args, { encoding: 'utf8' })).toMatchObject({ status: 0 });
    expect(await heartProcess(['restore', copy], { DATABASE_URL: `file:${restored}` })).toMatchObject({
      code: 0,
      err: '',
    });
    const restoreSeconds = Math.round((performance.now() - began) / 100) / 10;

    const db = await openDatabase(`file:${restored}`);
    await expectIntact(db);
    const { rows } = await db.$client.execute('SELECT id FROM response');
    db.$client.close();
    const kept = new Set(rows.map(({ id }) => id));
    const acknowledged = writers.remembered.flatMap(({ receipt }) => receipt ?? []);
    const stored = acknowledged.filter(({ id }) => kept.has(id));
    const lost = acknowledged.filter(({ id }) => !kept.has(id));
    expect(stored.length).toBeGreaterThan(0);
    // Only the latest responses are lost: nothing is missing before them.
    const lastKept = stored
      .map(({ receivedAt }) => receivedAt)
      .toSorted()
      .at(-1)!;
    expect(lost.filter(({ receivedAt }) => receivedAt < lastKept).length).toBeLessThanOrEqual(writersAtOnce);
    const lostMilliseconds = died - Date.parse(lastKept);
    print(
      `${lost.length} of ${acknowledged.length} lost, all from the last ${lostMilliseconds} ms; back in ${restoreSeconds} s`,
    );
    await keepFigures('litestream', {
      responses,
      acknowledged: acknowledged.length,
      lost: lost.length,
      lostMilliseconds,
      restoreSeconds,
    });
  },
);

/** The requests in progress at the time of the copy. */
const writersAtOnce = 16;
