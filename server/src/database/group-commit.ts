import { Overloaded } from './outage.ts';

export interface GroupCommitOptions<Entry, Outcome> {
  /** Writes the entries in one commit and says what became of each, in their order. */
  write: (entries: Entry[]) => Promise<Outcome[]>;
  /** The most entries in one commit. */
  most?: number;
  /** How much an entry adds to a commit, and how much goes into one: a proxy before the database may refuse more. */
  sizeOf?: (entry: Entry) => number;
  maxSize?: number;
  /** The most entries that may wait. */
  capacity?: number;
  /** Is told how the writing goes. */
  watch?: WriterWatch | undefined;
}

export interface WriterWatch {
  /** So many entries wait from now on. */
  waiting: (entries: number) => void;
  committed: (commit: { entries: number; seconds: number; isGood: boolean }) => void;
}

/**
 * One writer for many requests: whoever comes while a commit is under way waits and goes into the next one together
 * with all the others that wait. No timer: an idle writer commits at once.
 * @returns a function that resolves once the entry is on disk. It rejects with `Overloaded` when too many wait, and
 * with the storage's own error when the commit failed.
 */
export function groupCommit<Entry, Outcome>({
  write,
  most = 256,
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
    const isFull = ({ entry }: Waiting, place: number) => {
      size += sizeOf(entry);
      return place >= most || (place > 0 && size > maxSize);
    };
    const full = waiting.findIndex(isFull);
    const group = waiting.splice(0, full === -1 ? waiting.length : full);
    watch?.waiting(waiting.length);
    const since = performance.now();
    const ended = (isGood: boolean) =>
      watch?.committed({ entries: group.length, seconds: (performance.now() - since) / 1000, isGood });
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
    // Requests that arrived in the same turn of the event loop belong to the same commit.
    await new Promise(setImmediate);
    while (waiting.length > 0) await writeNext();
    writing = false;
  };

  return (entry: Entry): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      if (waiting.length >= capacity) {
        reject(new Overloaded('More than the writer can take is waiting.'));
        return;
      }
      waiting.push({ entry, resolve, reject });
      watch?.waiting(waiting.length);
      if (!writing) void run();
    });
}
