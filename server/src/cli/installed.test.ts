import { execFile } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';
import { expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { readConfig } from '../config.ts';

// What an operator installs from deploy/: the collector and every command must use the same database as the same user.

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFile(new URL(path, root), 'utf8');
const unit = await read('deploy/heart-survey.service');
const pages = (await Promise.all(['operator', 'backup'].map((name) => read(`docs/${name}.md`)))).join('\n');
const settings = parseEnv(await read('deploy/heart-survey.env'));
const script = fileURLToPath(new URL('deploy/heart', root));

/** The value of that setting in the unit. */
const unitValue = (name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(unit)![1]!;

/** What deploy/heart passes to systemd: its options and the command line. */
async function asked(args: string[], env: Record<string, string> = {}) {
  await using folder = await aFolder();
  const standIn = folder.file('systemd-run');
  await writeFile(standIn, '#!/bin/sh\nprintf "%s\\0" "$@"\n');
  await chmod(standIn, 0o700);
  const PATH = [folder.path, process.env['PATH']].join(delimiter);
  const { stdout } = await promisify(execFile)(script, args, { env: { ...env, PATH } });
  const words = stdout.split('\0').slice(0, -1);
  const at = words.findIndex((word) => !word.startsWith('--'));
  return { options: words.slice(0, at), command: words.slice(at) };
}

test('a heart command runs the collector’s program as its user and with its settings', async () => {
  const { options, command } = await asked(['settings', '--agency', 'Example  County']);
  expect(options).toContain(`--uid=${unitValue('User')}`);
  expect(options).toContain(`--gid=${unitValue('Group')}`);
  for (const name of ['EnvironmentFile', 'StateDirectory', 'StateDirectoryMode', 'UMask']) {
    expect(options).toContain(`--property=${name}=${unitValue(name)}`);
  }
  const program = unitValue('ExecStart').split(' ').slice(0, -1);
  expect(command).toEqual(['/usr/bin/env', ...program, 'settings', '--agency', 'Example  County']);
});

test('uses another database if DATABASE_URL is set', async () => {
  const elsewhere = { DATABASE_URL: 'file:/var/tmp/a try/heart.db' };
  const { command } = await asked(['verify'], elsewhere);
  expect(command.slice(0, 2)).toEqual(['/usr/bin/env', `DATABASE_URL=${elsewhere.DATABASE_URL}`]);
});

test('passes the token for a move without its value, which other accounts could read', async () => {
  const { options, command } = await asked(['move', '--to', 'https://db.example.gov'], { MOVE_AUTH_TOKEN: 'secret' });
  expect(options).toContain('--setenv=MOVE_AUTH_TOKEN');
  expect([...options, ...command].join(' ')).not.toContain('secret');
  expect((await asked(['verify'])).options.join(' ')).not.toContain('MOVE_AUTH_TOKEN');
});

test('names the database only where every command finds it', async () => {
  expect(readConfig(settings)).toMatchObject({
    config: { databaseUrl: `file:${unitValue('WorkingDirectory')}/heart.db` },
  });
  expect(unit).not.toContain('DATABASE_URL');
  const named = [...pages.matchAll(/\/var\/lib\/[\w./-]+\.db/g)].map(([path]) => `file:${path}`);
  expect(new Set(named)).toEqual(new Set([settings['DATABASE_URL']]));
});

test('the operator’s pages contain no development commands', () => {
  expect(pages.match(/^.*pnpm heart.*$/gm)).toBeNull();
});

test('the unit lets the collector write to every backup folder that the pages use', () => {
  const folders = new Set([...pages.matchAll(/\/backups(?:\/[a-z]+(?=[/`:\s]))?/g)].map(([path]) => path));
  expect([...folders]).toEqual(['/backups/heart']);
  expect(unitValue('ProtectSystem')).toBe('strict');
  // The minus sign allows a missing folder: without backups there is none.
  expect(unitValue('ReadWritePaths').split(' ')).toEqual([...folders].map((folder) => `-${folder}`));
});

test('the page and the package ask for the same minimum version of Node', async () => {
  const { engines } = JSON.parse(await read('package.json')) as { engines: { node: string } };
  expect(engines.node).toBe(`>=${/\((\d+\.\d+) or later works/.exec(pages)![1]}`);
});
