import { expect, test } from 'vitest';
import { Overloaded } from './outage.ts';
import { groupCommit, type GroupCommitOptions } from './group-commit.ts';

/** A writer whose commits end when the test decides. */
function aWriter(limits: Omit<GroupCommitOptions<number, string>, 'write'> = {}) {
  const commits: { entries: number[]; end: (outcomes: string[]) => void; fail: (error: Error) => void }[] = [];
  const begun: (() => void)[] = [];
  const submit = groupCommit<number, string>({
    ...limits,
    write: (entries) =>
      new Promise((end, fail) => {
        commits.push({ entries, end, fail });
        begun.shift()?.();
      }),
  });
  const nextCommit = () => new Promise<void>((resolve) => begun.push(resolve));
  return { submit, commits, nextCommit };
}

const words = (entries: number[]) => entries.map((entry) => `stored ${entry}`);

test('entries that arrive during a commit wait and go into the next one together', async () => {
  const { submit, commits, nextCommit } = aWriter();
  const first = nextCommit();
  const early = [submit(1), submit(2)];
  await first;
  const late = [submit(3), submit(4), submit(5)];
  expect(commits.map(({ entries }) => entries)).toEqual([[1, 2]]);
  const second = nextCommit();
  commits[0]!.end(words([1, 2]));
  expect(await Promise.all(early)).toEqual(words([1, 2]));
  await second;
  expect(commits[1]!.entries).toEqual([3, 4, 5]);
  commits[1]!.end(words([3, 4, 5]));
  expect(await Promise.all(late)).toEqual(words([3, 4, 5]));
});

test('limits the number of entries per commit, and keeps their order', async () => {
  const { submit, commits, nextCommit } = aWriter({ maxEntries: 2 });
  const all = [1, 2, 3, 4, 5].map(submit);
  for (const entries of [[1, 2], [3, 4], [5]]) {
    await nextCommit();
    expect(commits.at(-1)!.entries).toEqual(entries);
    commits.at(-1)!.end(words(entries));
  }
  expect(await Promise.all(all)).toEqual(words([1, 2, 3, 4, 5]));
});

test('limits the size of a commit, but always takes one entry', async () => {
  const { submit, commits, nextCommit } = aWriter({ sizeOf: (entry) => entry, maxSize: 10 });
  const all = [4, 6, 1, 30, 9, 1].map(submit);
  for (const entries of [[4, 6], [1], [30], [9, 1]]) {
    await nextCommit();
    expect(commits.at(-1)!.entries).toEqual(entries);
    commits.at(-1)!.end(words(entries));
  }
  expect(await Promise.all(all)).toEqual(words([4, 6, 1, 30, 9, 1]));
});

test('a failed commit fails only its own entries, and the next one continues', async () => {
  const { submit, commits, nextCommit } = aWriter({ maxEntries: 1 });
  const [bad, good] = [submit(1), submit(2)];
  const refused = bad.catch((error: unknown) => error);
  await nextCommit();
  const second = nextCommit();
  commits[0]!.fail(new Error('disk I/O error'));
  expect(await refused).toMatchObject({ message: 'disk I/O error' });
  await second;
  commits[1]!.end(words([2]));
  expect(await good).toBe('stored 2');
});

test('turns entries away at once if too many wait, and has room again after a commit', async () => {
  const { submit, commits, nextCommit } = aWriter({ capacity: 2 });
  const first = nextCommit();
  const waiting = [submit(1), submit(2)];
  await expect(submit(3)).rejects.toBeInstanceOf(Overloaded);
  await first;
  const second = nextCommit();
  const later = submit(4);
  commits[0]!.end(words([1, 2]));
  await Promise.all(waiting);
  await second;
  commits[1]!.end(words([4]));
  expect(await later).toBe('stored 4');
});

test('reports how many entries wait, and the size and result of each commit', async () => {
  const reported: unknown[] = [];
  const watch = {
    waiting: (entries: number) => void reported.push(entries),
    committed: ({ entries, isGood }: { entries: number; isGood: boolean }) => void reported.push({ entries, isGood }),
  };
  const { submit, commits, nextCommit } = aWriter({ watch });
  const first = nextCommit();
  const early = [submit(1), submit(2)];
  await first;
  const late = submit(3);
  const second = nextCommit();
  commits[0]!.end(words([1, 2]));
  await Promise.all(early);
  await second;
  commits[1]!.fail(new Error('no disk'));
  await expect(late).rejects.toThrow('no disk');
  expect(reported).toEqual([1, 2, 0, 1, { entries: 2, isGood: true }, 0, { entries: 1, isGood: false }]);
});
