/** Too much is waiting to be written: come back later. */
export class Overloaded extends Error {}

/** A stretch of time in which the database server was unavailable, or was so again and again. */
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

/** How long the server has to answer without a failure until an outage is over, in milliseconds. */
const calm = 10_000;

/**
 * Puts the failures of one outage together. A server that fails now and then has one outage, not one for each failure.
 * @param clock in milliseconds; it may be set back.
 */
export function createOutages(clock: () => number) {
  let current: ReturnType<typeof begin> | undefined;
  /** When it first answered after the last failure. */
  let answeredAt: number | undefined;
  return {
    /** The error for a request that failed. */
    failed(reason: string): Unavailable {
      current ??= begin(clock());
      answeredAt = undefined;
      return new Unavailable(reason, current.outage);
    },
    /** A request was answered. */
    served(): void {
      if (current === undefined) return;
      answeredAt ??= clock();
      if (Math.abs(clock() - answeredAt) < calm) return;
      current.end(answeredAt);
      current = undefined;
    },
  };
}

function begin(startedAt: number) {
  const { promise, resolve } = Promise.withResolvers<number>();
  return { outage: { over: promise }, end: (at: number) => resolve(Math.max(0, at - startedAt) / 1000) };
}
