import { can } from '../access/access.ts';
import type { TodayItem, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Desk } from '../org/org.ts';
import { deskPath } from './desk-paths.ts';
import { membersOf } from './desk-queries.ts';
import { managersOf } from './notices.ts';

/**
 * What administrators need to know about desks: that the Clerk's or the chief administrative officer's is empty, that no one
 * would be told of danger in a department, and who waits to be confirmed. It says the same whether there are complaints or not.
 */
export async function desksToday(db: Database, { person, organization }: Visit): Promise<TodayItem[]> {
  if (!can(person, 'case setup')) return [];
  const { departments } = organization;
  const members = await membersOf(db);
  const open = organization.desks.filter(({ endedAt }) => endedAt === null);
  const emptyDesk = (wanted: Desk['duty']) => {
    const desk = open.find(({ duty }) => duty === wanted);
    return members.some(({ deskId, isPending }) => deskId === desk?.id && isPending === 0) ? undefined : desk;
  };
  const clerk = emptyDesk('clerk');
  const officer = emptyDesk('chief administrative officer');
  const alone = await Promise.all(
    departments.map(async (department) => {
      const desk = open.find(({ duty, ...one }) => duty === 'department' && one.department?.id === department.id);
      const isTold =
        department.contactEmail !== null ||
        members.some(({ deskId, isPending }) => deskId === desk?.id && isPending === 0) ||
        (await managersOf(db, department.id)).length > 0;
      const message = `No one would be told of danger in a complaint about ${department.name}: it has no contact, no case manager, and no one at its desk.`;
      return isTold || !desk ? [] : [{ message, href: deskPath(desk), link: 'Add someone' }];
    }),
  );
  const waiting = members.flatMap(({ name, deskId, isPending, addedBy, personId }) => {
    const desk = open.find(({ id }) => id === deskId);
    if (!desk || isPending === 0 || addedBy === person.id || personId === person.id) return [];
    const message = `${name} was added to the ${desk.name} desk. A second administrator must confirm it.`;
    return [{ message, href: deskPath(desk), link: 'Open the desk' }];
  });
  return [
    ...(clerk
      ? [
          {
            message: `No one is on the Clerk’s desk. Complaints about privacy are waiting there.`,
            href: deskPath(clerk),
            link: 'Add someone',
          },
        ]
      : []),
    ...(officer
      ? [
          {
            message: `No one is at the ${officer.name} desk. If people are not satisfied with an answer, their cases wait there.`,
            href: deskPath(officer),
            link: 'Add someone',
          },
        ]
      : []),
    ...alone.flat(),
    ...waiting,
  ];
}
