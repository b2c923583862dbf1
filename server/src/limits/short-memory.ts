export interface ShortMemory<Value> {
  get: (name: string) => Value | undefined;
  set: (name: string, value: Value, now: number) => void;
}

interface Bounds {
  /** What was set within so many milliseconds is remembered… */
  duration: number;
  /** …unless more names than these came after it. */
  most: number;
}

/**
 * Remembers by name, in memory alone, for a while and only so much.
 *
 * In two halves, of which the older is dropped whole: a Map in the order of coming, whose first entry is taken away again
 * and again, walks over all the gaps that this leaves.
 */
export function shortMemory<Value>({ duration, most }: Bounds): ShortMemory<Value> {
  let younger = new Map<string, Value>();
  let older = new Map<string, Value>();
  let since = Number.NEGATIVE_INFINITY;
  return {
    get: (name) => younger.get(name) ?? older.get(name),
    set(name, value, now) {
      // The clock may jump back.
      if (younger.size >= most / 2 || Math.abs(now - since) >= duration) {
        older = younger;
        younger = new Map();
        since = now;
      }
      younger.set(name, value);
    },
  };
}
