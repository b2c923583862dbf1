export interface ShortMemory<Value> {
  get: (name: string) => Value | undefined;
  set: (name: string, value: Value, now: number) => void;
}

interface Bounds {
  /** How long a value is remembered, in milliseconds… */
  duration: number;
  /** …unless more names than this were added after it. */
  maxNames: number;
}

/**
 * Remembers values by name in memory, for a limited time and a limited number.
 * Kept in two halves, of which the older is dropped whole: a Map whose first entry is deleted again and again scans all
 * the gaps that this leaves.
 */
export function shortMemory<Value>({ duration, maxNames }: Bounds): ShortMemory<Value> {
  let younger = new Map<string, Value>();
  let older = new Map<string, Value>();
  let startedAt = Number.NEGATIVE_INFINITY;
  return {
    get: (name) => younger.get(name) ?? older.get(name),
    set(name, value, now) {
      // The clock may jump back.
      if (younger.size >= maxNames / 2 || Math.abs(now - startedAt) >= duration) {
        older = younger;
        younger = new Map();
        startedAt = now;
      }
      younger.set(name, value);
    },
  };
}
