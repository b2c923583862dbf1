import { can } from '../access/access.ts';
import type { TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { deskPath } from './desk-paths.ts';
import { membersOf } from './desk-queries.ts';

/**
 * What administrators need to know about desks: that the Clerk's is empty, and who waits to be confirmed. It says the same whether
 * there are complaints about privacy or not.
 */
export async function desksToday(db: Database, { person, organization }: Visit): Promise<TodayItem[]> {
  if (!can(person, 'case setup')) return [];
  const members = await membersOf(db);
  const open = organization.desks.filter(({ endedAt }) => endedAt === null);
  const clerk = open.find(({ duty }) => duty === 'clerk');
  const isEmpty = clerk && !members.some(({ deskId, isPending }) => deskId === clerk.id && isPending === 0);
  const waiting = members.flatMap(({ name, deskId, isPending, addedBy, personId }) => {
    const desk = open.find(({ id }) => id === deskId);
    if (!desk || isPending === 0 || addedBy === person.id || personId === person.id) return [];
    const message = `${name} was added to the ${desk.name} desk. A second administrator must confirm it.`;
    return [{ message, href: deskPath(desk), link: 'Open the desk' }];
  });
  return [
    ...(isEmpty
      ? [
          {
            message: `No one is on the Clerk’s desk. Complaints about privacy are waiting there.`,
            href: deskPath(clerk),
            link: 'Add someone',
          },
        ]
      : []),
    ...waiting,
  ];
}
