import { aFolder } from '../test/folder.ts';

/** Works in a new folder, which is then removed. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await using folder = await aFolder();
  return await work(folder.path);
}
