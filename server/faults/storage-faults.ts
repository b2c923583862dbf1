import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Something that befalls the storage under a running collector. */
export interface StorageFault {
  name: string;
  /** Why it cannot be made here, if it cannot. */
  missing?: string;
  /** Puts the folder onto a small disk of its own, where the fault needs one; ends with taking that away. */
  prepare?: (folder: string) => Promise<() => Promise<unknown>>;
  /** Lets it happen. @returns a function that lets it be over. */
  begin: (collector: { pid: number }, folder: string) => Promise<() => Promise<unknown>>;
}

const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;
const tracer = 'strace';
const canTrace = isLinux && (await mayTrace());

/** As far as the process can tell, no file has room beyond its first page. */
const sizeLimit: StorageFault = {
  name: 'files that may not grow',
  ...(isLinux ? {} : { missing: 'prlimit is Linux’s' }),
  begin: async ({ pid }) => {
    const room = (bytes: string) => run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
    await room('4096');
    return () => room('unlimited');
  },
};

const fullDisk: StorageFault = {
  name: 'a full disk',
  ...(isLinux && isRoot ? {} : { missing: 'only root may mount a small disk' }),
  prepare: mountSmallDisk,
  begin: async (_, folder) => {
    const filler = `${folder}/filler`;
    // It is written as far as there is room, and the rest is what fails.
    await writeFile(filler, Buffer.alloc(smallDisk)).catch(() => {});
    return () => rm(filler);
  },
};

/** A device that fails, as the process sees it: each of its calls that writes to a file ends with that error. */
const failingWrites = (error: 'EIO' | 'EROFS', name: string): StorageFault => ({
  name,
  ...(canTrace ? {} : { missing: 'it needs strace, and the right to use it' }),
  begin: async ({ pid }) => {
    const calls = 'pwrite64,fdatasync,fsync,ftruncate';
    const args = ['-f', '-q', '-p', String(pid), '-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}`];
    const strace = spawn(tracer, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const gone = once(strace, 'close');
    // Its first line is of a call that it made fail: by then it has every thread.
    await once(createInterface(strace.stderr), 'line');
    return async () => {
      strace.kill('SIGINT');
      await gone;
    };
  },
});

export const storageFaults: StorageFault[] = [
  sizeLimit,
  fullDisk,
  failingWrites('EIO', 'a device that fails to write'),
  failingWrites('EROFS', 'a disk that became read-only'),
];

const smallDisk = 24 * 1024 * 1024;

/** Mounts a disk of 24 MiB, in memory, onto the folder. */
export async function mountSmallDisk(folder: string): Promise<() => Promise<unknown>> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${smallDisk}`, 'heart', folder]);
  // Lazily: the driver lets go of a file that it closed only when its statements are collected.
  return () => run('umount', ['--lazy', folder]);
}

/** Lets a mounted disk be read, and no more. */
export const makeReadOnly = (folder: string) => run('mount', ['-o', 'remount,ro', folder]);

/** Whether strace is there, and may attach itself to a process that it did not begin. */
async function mayTrace(): Promise<boolean> {
  const traced = spawn('sleep', ['60'], { stdio: 'ignore' });
  const strace = spawn(tracer, ['-p', String(traced.pid)], { stdio: ['ignore', 'ignore', 'pipe'] });
  // It may not be there.
  strace.on('error', () => {});
  try {
    for await (const line of createInterface(strace.stderr)) return line.includes('attached');
    return false;
  } finally {
    strace.kill('SIGINT');
    traced.kill('SIGKILL');
  }
}
