import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Scope } from './scope.ts';

/** A role that an administrator gives. */
export type Granted = Scope & { personId: string; grantedAt: number; grantedBy: string };

/** What happens besides, when an administrator gives a role. */
export interface GrantingOptions {
  /**
   * What else happens in the commit that gives a role. Each list of statements begins right after an audit entry, which changes
   * nothing if the person already had the role.
   */
  whenGranted: ((options: { db: Database; outbox: Pick<Outbox, 'queue'> }, granted: Granted) => Promise<Statement[]>)[];
}

/** The statements of {@link GrantingOptions} for one role. */
export async function alongside(
  { db, outbox, whenGranted }: GrantingOptions & { db: Database; outbox: Outbox },
  granted: Granted,
): Promise<Statement[]> {
  return (await Promise.all(whenGranted.map((statements) => statements({ db, outbox }, granted)))).flat();
}
