import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, matchesGlob, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';

// Tests deploy/Containerfile without a container: the files that it copies are enough to build and run. Installed
// packages come from this checkout, so that the test needs no registry.

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFile(join(root, path), 'utf8');
const containerfile = await read('deploy/Containerfile');
/** From here into the build folder: the last word of each line is the destination. */
const copies = [...containerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].map(([, words]) => words!.split(' '));
const ignored = (await read('.dockerignore')).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** As Docker does it: the last line that matches a path, or a folder above it, wins. */
function isLeftOut(path: string): boolean {
  const paths = path.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'));
  const speaks = (line: string) => paths.some((one) => matchesGlob(one, line.replace(/^!/, '')));
  return ignored.findLast(speaks)?.startsWith('!') === false;
}

async function copyInto(folder: string): Promise<void> {
  for (const words of copies) {
    const into = words.at(-1)!;
    for (const from of words.slice(0, -1)) {
      const to = from.includes('.') ? join(folder, into, from.split('/').at(-1)!) : join(folder, into);
      await cp(join(root, from), to, { recursive: true, filter: (source) => !isLeftOut(relative(root, source)) });
    }
  }
}

/** Links the installed packages, except the workspace's own: those are the copies. */
async function install(folder: string): Promise<void> {
  for (const name of ['', 'shared', 'widget', 'server']) {
    const to = join(folder, name, 'node_modules');
    await mkdir(join(to, '@heart-survey'), { recursive: true });
    for (const entry of await readdir(join(root, name, 'node_modules'))) {
      if (!entry.startsWith('@heart-survey')) await symlink(join(root, name, 'node_modules', entry), join(to, entry));
    }
    for (const own of ['shared', 'widget']) await symlink(join(folder, own), join(to, '@heart-survey', own));
  }
}

async function build(folder: string): Promise<void> {
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: { build: string } };
  const path = [join(root, 'node_modules/.bin'), dirname(process.execPath), process.env['PATH']].join(':');
  await promisify(execFile)('sh', ['-c', scripts.build], { cwd: folder, env: { PATH: path } });
}

test('the files that the Containerfile copies are enough to build and serve', async () => {
  await using folder = await aFolder();
  await copyInto(folder.path);
  await install(folder.path);
  await build(folder.path);
  const env = { PORT: '0', DATABASE_URL: `file:${folder.file('heart.db')}`, NODE_ENV: 'production' };
  const [main] = /\/server\/dist\/main\.js/.exec(containerfile)!;
  const collector = spawn(process.execPath, [join(folder.path, main), 'serve'], { env, timeout: 30_000 });
  const [line] = await once(createInterface(collector.stdout), 'line');
  collector.kill('SIGKILL');
  await once(collector, 'close');
  expect(line).toMatch(/^HEART Survey is listening on /);
});

test('copies every workspace package that the frozen install needs', async () => {
  const workspace = [...(await read('pnpm-workspace.yaml')).matchAll(/^ {2}- (\w+)$/gm)].map(([, name]) => name!);
  expect(workspace.length).toBeGreaterThan(3);
  const copied = new Set(copies.flatMap((words) => words.slice(0, -1)));
  const needed = [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...workspace.map((name) => `${name}/package.json`),
  ];
  expect(needed.filter((path) => !copied.has(path) || isLeftOut(path))).toEqual([]);
});

test('the container is healthy while its process answers, even with a full disk', async () => {
  const [, command] = /^HEALTHCHECK(?:.|\\\n)+?CMD (\[.+\])$/m.exec(containerfile)!;
  const [, ...args] = JSON.parse(command!) as string[];
  const answering = createServer((asked, answer) => answer.writeHead(asked.url === '/healthz' ? 200 : 503).end());
  answering.listen(0, '127.0.0.1');
  await once(answering, 'listening');
  const env = { PORT: String((answering.address() as AddressInfo).port) };
  const check = () =>
    promisify(execFile)(process.execPath, args, { env }).then(
      () => 'healthy',
      () => 'unhealthy',
    );
  expect(await check()).toBe('healthy');
  answering.close();
  expect(await check()).toBe('unhealthy');
});
