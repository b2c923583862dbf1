/** Too many writes are waiting: try again later. */
export class Overloaded extends Error {}

/** A period in which the database server was unavailable, without a break or on and off. */
export interface Outage {
  /** Resolves with its length in seconds when it ends. */
  ended: Promise<number>;
}

/** The database server, or the network to it, is unavailable. The message says why and contains no token. */
export class Unavailable extends Error {
  override name = 'Unavailable';
  /** A short, plain reason. */
  readonly reason: string;
  readonly outage: Outage;

  constructor(reason: string, outage: Outage) {
    super(`The database server is unavailable: ${reason}.`);
    this.reason = reason;
    this.outage = outage;
  }
}

/** The `Unavailable` in the error or one of its causes, if there is one. */
export function unavailableIn(error: unknown): Unavailable | undefined {
  if (error instanceof Unavailable) return error;
  return error instanceof Error ? unavailableIn(error.cause) : undefined;
}

/** How long the server must answer without a failure before an outage ends, in milliseconds. */
const calm = 10_000;

/**
 * Groups failures into outages. A server that fails on and off has one outage, not one per failure.
 * @param clock in milliseconds; it may be set back.
 */
export function createOutages(clock: () => number) {
  let current: ReturnType<typeof begin> | undefined;
  /** When it first answered after the latest failure. */
  let answeredAt: number | undefined;
  return {
    /** The error for a failed request. */
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
  return { outage: { ended: promise }, end: (at: number) => resolve(Math.max(0, at - startedAt) / 1000) };
}
