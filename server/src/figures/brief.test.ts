import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { closedWith } from '../../test/closed-quarters.ts';
import { aCollector } from '../../test/collector.ts';
import { groupYear, snapshot } from '../database/schema.ts';
import { closedInBrief } from './figures.ts';

test('a quarter in brief is worked out again once customer groups were counted in one of its versions', async () => {
  await using collector = await aCollector();
  const { db, clock } = collector;
  const quarter = '2025-07';
  const close = (version: number, threes: number) =>
    closedWith(db, quarter, {
      regions: { central: { 3: threes, 4: 40 }, east: { 3: 40, 4: 10 } },
      ...{ version, closedAt: clock.now },
    });
  const total = async () => [...(await closedInBrief(db, [{ departmentId: 1, quarter }])).values()][0]!.total;
  await close(1, 60);
  await close(2, 30);
  expect(await total()).toMatchObject({ responses: 120 });

  const [first] = await db.select({ id: snapshot.id }).from(snapshot).where(eq(snapshot.version, 1));
  const stored = { departmentId: 1, year: quarter, figures: '{"reason":null}', sha256: 'x', madeAt: 0 };
  await db.insert(groupYear).values({ ...stored, snapshots: JSON.stringify([first!.id]) });
  expect(await total(), 'the 30 people could be subtracted from their groups').toMatchObject({ responses: 150 });
});
