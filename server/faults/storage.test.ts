import { expect, test } from 'vitest';
import { aFolder } from '../test/folder.ts';
import { requires } from '../test/requires.ts';
import { heartProcess } from '../test/processes.ts';
import { print } from './chance.ts';
import { makeReadOnly, mountSmallDisk, storageFaults } from './storage-faults.ts';
import { surviveStorageFault } from './storage.ts';

test.for(storageFaults)(
  'gives no false thank-you with $name, serves readers, and accepts responses again afterwards',
  async (fault, { skip, task }) => {
    task.meta.requires = fault.missing;
    skip(fault.missing !== undefined, fault.missing);
    const { resumedAfter, ...counted } = await surviveStorageFault(fault);
    expect(counted.refused).toBeGreaterThan(0);
    print(
      `${fault.name}: ${JSON.stringify(counted)}, accepted again after ${Math.round(resumedAfter)} ms (goal: 10,000)`,
    );
  },
);

test.skipIf(storageFaults[1]!.missing)(
  'says in one plain sentence that it cannot start on a read-only disk',
  requires('root on Linux'),
  async () => {
    await using folder = await aFolder();
    const umount = await mountSmallDisk(folder.path);
    try {
      const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, PORT: '0' };
      expect((await heartProcess(['migrate'], env)).code).toBe(0);
      await makeReadOnly(folder.path);
      expect(await heartProcess(['serve'], env)).toEqual({
        ...{ code: 1, out: '' },
        err: `The database ${env.DATABASE_URL} cannot be opened: the folder ${folder.path} is on a read-only disk. Mount it as writable.\n`,
      });
    } finally {
      await umount();
    }
  },
);
