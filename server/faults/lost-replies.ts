import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { aFaultProxy } from '../test/fault-proxy.ts';
import { aFolder } from '../test/folder.ts';
import { aServingProcess } from '../test/processes.ts';
import { expectNothingLost } from './accounts.ts';
import type { Chance } from './chance.ts';
import { startWriters } from './writers.ts';

/** Sends responses through a proxy that loses that share of the replies, until each is acknowledged. */
export async function surviveLostReplies(responses: number, share: number, chance: Chance) {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}` };
  await using collector = await aServingProcess(env, 10 * 60_000);
  await using proxy = await aFaultProxy(collector.url);
  const lost = proxy.loseSome(share, () => uniformFloat64(chance));
  using writers = startWriters({ whereTo: () => proxy.url, maxResponses: responses });
  await writers.done;
  const rows = await expectNothingLost(env.DATABASE_URL, writers);
  return { sent: writers.remembered.length, rows, repliesCut: lost(), ...writers.troubles };
}
