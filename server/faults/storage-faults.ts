import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A storage fault that happens to a running collector. */
export interface StorageFault {
  name: string;
  /** Why it cannot be produced here, if so. */
  missing?: string;
  /** Mounts the folder on a small disk of its own if the fault needs one. @returns a function that unmounts it. */
  prepare?: (folder: string) => Promise<() => Promise<unknown>>;
  /** Starts the fault. @returns a function that ends it. */
  begin: (collector: { pid: number }, folder: string) => Promise<() => Promise<unknown>>;
}

const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;
const tracer = 'strace';
const canTrace = isLinux && (await mayTrace());

/** The process sees no room in any file beyond its first page. */
const sizeLimit: StorageFault = {
  name: 'files that may not grow',
  ...(isLinux ? {} : { missing: 'prlimit needs Linux' }),
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
    // Writing fills the disk, and the part that does not fit fails.
    await writeFile(filler, Buffer.alloc(smallDisk)).catch(() => {});
    return () => rm(filler);
  },
};

/** A failing device as the process sees it: every system call that writes to a file ends with that error. */
const failingWrites = (error: 'EIO' | 'EROFS', name: string): StorageFault => ({
  name,
  ...(canTrace ? {} : { missing: 'it needs strace and permission to use it' }),
  begin: async ({ pid }) => {
    const calls = 'pwrite64,fdatasync,fsync,ftruncate';
    const args = ['-f', '-q', '-p', String(pid), '-e', `trace=${calls}`, '-e', `inject=${calls}:error=${error}`];
    const strace = spawn(tracer, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const gone = once(strace, 'close');
    // Its first output line is a failed call: by then it traces every thread.
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

/** Mounts a 24 MiB in-memory disk on the folder. */
export async function mountSmallDisk(folder: string): Promise<() => Promise<unknown>> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${smallDisk}`, 'heart', folder]);
  // Unmounted lazily: the driver closes a file only when its statements are garbage-collected.
  return () => run('umount', ['--lazy', folder]);
}

/** Makes a mounted disk read-only. */
export const makeReadOnly = (folder: string) => run('mount', ['-o', 'remount,ro', folder]);

/** Whether strace is installed and may attach to another process. */
async function mayTrace(): Promise<boolean> {
  const traced = spawn('sleep', ['60'], { stdio: 'ignore' });
  const strace = spawn(tracer, ['-p', String(traced.pid)], { stdio: ['ignore', 'ignore', 'pipe'] });
  // strace may be missing.
  strace.on('error', () => {});
  try {
    for await (const line of createInterface(strace.stderr)) return line.includes('attached');
    return false;
  } finally {
    strace.kill('SIGINT');
    traced.kill('SIGKILL');
  }
}
