import { Overloaded } from './outage.ts';

export interface GroupCommitOptions<Entry, Outcome> {
  /** Writes the entries in one commit and returns the outcome of each, in order. */
  write: (entries: Entry[]) => Promise<Outcome[]>;
  /** The maximum number of entries in one commit. */
  maxEntries?: number;
  /**
   * How much an entry adds to a commit, and the maximum size of one: a proxy in front of the database may refuse more.
   */
  sizeOf?: (entry: Entry) => number;
  maxSize?: number;
  /** The maximum number of waiting entries. */
  capacity?: number;
  /** Gets reports about the writing. */
  watch?: WriterWatch | undefined;
}

export interface WriterWatch {
  /** How many entries wait now. */
  waiting: (entries: number) => void;
  committed: (commit: { entries: number; seconds: number; isGood: boolean }) => void;
}

/**
 * One writer for many requests: entries that arrive during a commit wait and go into the next one together. There is no
 * timer, so an idle writer commits at once.
 * @returns a function that resolves once the entry is on disk. It rejects with `Overloaded` if too many wait, and with
 * the storage error if the commit failed.
 */
export function groupCommit<Entry, Outcome>({
  write,
  maxEntries = 256,
  sizeOf = () => 0,
  maxSize = Infinity,
  capacity = 5000,
  watch,
}: GroupCommitOptions<Entry, Outcome>) {
  interface Waiting {
    entry: Entry;
    resolve: (outcome: Outcome) => void;
    reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let writing = false;

  const writeNext = async () => {
    let size = 0;
    const isFull = ({ entry }: Waiting, index: number) => {
      size += sizeOf(entry);
      return index >= maxEntries || (index > 0 && size > maxSize);
    };
    const full = waiting.findIndex(isFull);
    const group = waiting.splice(0, full === -1 ? waiting.length : full);
    watch?.waiting(waiting.length);
    const startedAt = performance.now();
    const ended = (isGood: boolean) =>
      watch?.committed({ entries: group.length, seconds: (performance.now() - startedAt) / 1000, isGood });
    try {
      const outcomes = await write(group.map(({ entry }) => entry));
      ended(true);
      group.forEach(({ resolve }, index) => resolve(outcomes[index]!));
    } catch (error) {
      ended(false);
      group.forEach(({ reject }) => reject(error));
    }
  };

  const run = async () => {
    writing = true;
    // Requests of the same turn of the event loop belong to the same commit.
    await new Promise(setImmediate);
    while (waiting.length > 0) await writeNext();
    writing = false;
  };

  return (entry: Entry): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      if (waiting.length >= capacity) {
        reject(new Overloaded('Too many entries are waiting to be written.'));
        return;
      }
      waiting.push({ entry, resolve, reject });
      watch?.waiting(waiting.length);
      if (!writing) void run();
    });
}
