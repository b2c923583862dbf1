/** Too much is waiting to be written: come back later. */
export class Overloaded extends Error {}

/** A stretch of time in which the database server was unavailable; it ends with the next good answer. */
export interface Outage {
  /** Resolves with its length in seconds once it is over. */
  over: Promise<number>;
}

/** The database server, or the way to it, is unavailable. Its message says why, and names no token. */
export class Unavailable extends Error {
  override name = 'Unavailable';
  /** In a few plain words. */
  readonly reason: string;
  readonly outage: Outage;

  constructor(reason: string, outage: Outage) {
    super(`The database server is unavailable: ${reason}.`);
    this.reason = reason;
    this.outage = outage;
  }
}

/** Where the error, or what caused it, is that the server is unavailable. */
export function unavailableIn(error: unknown): Unavailable | undefined {
  if (error instanceof Unavailable) return error;
  return error instanceof Error ? unavailableIn(error.cause) : undefined;
}

/** Puts the failures of one outage together. */
export function createOutages() {
  let current: { outage: Outage; end: () => void } | undefined;
  return {
    /** The error for a request that failed. */
    failed(reason: string): Unavailable {
      current ??= begin();
      return new Unavailable(reason, current.outage);
    },
    /** A request was answered. */
    served(): void {
      current?.end();
      current = undefined;
    },
  };
}

function begin() {
  const startedAt = performance.now();
  const { promise, resolve } = Promise.withResolvers<number>();
  return { outage: { over: promise }, end: () => resolve((performance.now() - startedAt) / 1000) };
}
