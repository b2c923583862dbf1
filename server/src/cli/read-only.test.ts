import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { requires } from '../../test/requires.ts';
import { heartProcess, mayIgnoreModes, underModes } from '../../test/processes.ts';

// Files and folders without write permission. Root may write to them anyway, so root gives up that right first.

/** Every command that opens the database. */
const commands = [
  'serve',
  'migrate',
  'settings',
  'person add --email a@example.gov --role administrator',
  'person unlink --all',
  'import --kind employees --file people.csv',
  'token create --name Report',
  'token list',
  'token revoke 1',
  'averages',
  'close-quarter',
  'export',
  'verify',
  'backup copy.db',
  'restore --overwrite other.db',
  'move --to http://127.0.0.1:1',
  'forget 0197 --reason wish',
  'demo',
];

/** A folder with a database and a second one. */
async function aDatabaseFolder() {
  const folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, PORT: '0' };
  // In its own process: the driver keeps files open for a while after closing them.
  expect((await heartProcess(['migrate'], env)).code).toBe(0);
  await copyFile(folder.file('heart.db'), folder.file('other.db'));
  return { ...folder, env, path: folder.path };
}

const cannotOpen = ({ DATABASE_URL }: { DATABASE_URL: string }) => `The database ${DATABASE_URL} cannot be opened: `;
const needed = requires('an account that file permissions apply to');

test.skipIf(mayIgnoreModes)(
  'every command names the file that is not writable in one sentence, and leaves nothing behind',
  needed,
  async () => {
    await using folder = await aDatabaseFolder();
    await chmod(folder.file('heart.db'), 0o444);
    const before = (await folder.files()).toSorted();
    const typed = commands.map((command) => command.split(' '));
    const all = await underModes(typed, folder.env, folder.path);
    expect(all).toHaveLength(commands.length);
    for (const [index, { code, out, err }] of all.entries()) {
      const command = commands[index];
      expect.soft({ code, out }, command).toEqual({ code: 1, out: '' });
      expect.soft(err, command).toContain(`${cannotOpen(folder.env)}the file ${folder.file('heart.db')} is not`);
      expect.soft(err, command).toMatch(/^[^\n]* by this account\. Give the account write permission, or [^\n]*\.$/);
    }
    expect((await folder.files()).toSorted()).toEqual(before);
  },
);

test.skipIf(mayIgnoreModes)(
  'names a folder that is not writable, whether or not the database exists',
  needed,
  async () => {
    await using folder = await aDatabaseFolder();
    await chmod(folder.path, 0o555);
    for (const name of ['heart.db', 'new.db']) {
      const env = { ...folder.env, DATABASE_URL: `file:${folder.file(name)}` };
      const reading = name === 'new.db' ? [] : [['verify'], ['backup', 'copy.db']];
      for (const { code, out, err } of await underModes([['serve'], ['migrate'], ...reading], env, folder.path)) {
        expect({ code, out }).toEqual({ code: 1, out: '' });
        expect(err).toContain(`${cannotOpen(env)}the folder ${folder.path} is not writable`);
        expect(err).not.toContain('\n');
      }
    }
    const deeper = { ...folder.env, DATABASE_URL: `file:${folder.file('new/heart.db')}` };
    const folderOf = `${cannotOpen(deeper)}the folder ${folder.file('new')}`;
    expect(await underModes([['serve']], deeper)).toEqual([
      {
        code: 1,
        out: '',
        err: `${folderOf} cannot be created by this account. Create it and give the account write permission.`,
      },
    ]);
    await chmod(folder.path, 0o755);
    expect((await folder.files()).toSorted()).toEqual(['heart.db', 'other.db']);
  },
);

test.skipIf(mayIgnoreModes)('names a log file that another account left next to the database', needed, async () => {
  await using folder = await aDatabaseFolder();
  await writeFile(folder.file('heart.db-wal'), '');
  await chmod(folder.file('heart.db-wal'), 0o400);
  const [verified] = await underModes([['verify']], folder.env);
  expect(verified).toMatchObject({ code: 1, out: '' });
  expect(verified!.err).toContain(`the file ${folder.file('heart.db-wal')} is not writable`);
  expect((await folder.files()).toSorted()).toEqual(['heart.db', 'heart.db-wal', 'other.db']);
});

test.skipIf(mayIgnoreModes)('does not call a database missing when it is not readable', needed, async () => {
  await using folder = await aDatabaseFolder();
  await chmod(folder.path, 0o000);
  const [verified] = await underModes([['verify']], folder.env);
  await chmod(folder.path, 0o755);
  expect(verified).toMatchObject({ code: 1, out: '' });
  expect(verified!.err).toContain(`${cannotOpen(folder.env)}the folder ${folder.path} is not`);
});

test.skipIf(mayIgnoreModes)(
  'a read-only backup can be restored, and the restored database is writable',
  needed,
  async () => {
    await using folder = await aDatabaseFolder();
    await chmod(folder.file('other.db'), 0o444);
    const restore = ['restore', '--overwrite', folder.file('other.db')];
    expect(await underModes([restore, ['migrate']], folder.env)).toMatchObject([
      { code: 0, err: '' },
      { code: 0, err: '' },
    ]);
  },
);
