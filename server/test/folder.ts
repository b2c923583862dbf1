import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty folder that is deleted after the test, with its contents. */
export async function aFolder() {
  const path = await mkdtemp(join(tmpdir(), 'heart-'));
  return {
    path,
    file: (name: string) => join(path, name),
    files: () => readdir(path),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}
