import { can, personById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { createDirectory, type Region } from '../org/org.ts';
import { idIn, type EmailKind } from '../outbox/outbox.ts';
import { listPath } from './pages.ts';
import { flaggedComment } from './queries.ts';

interface FlagOptions {
  db: Database;
  /** Where the installation is, without a slash at the end. */
  baseUrl: string;
}

/** Tells the department's contact that there is a flagged comment, and where; never what it says: email travels far. */
export function flagEmail({ db, baseUrl }: FlagOptions): EmailKind<Person> {
  const directory = createDirectory(db);
  const placeOf = async (cause: string) => {
    const found = await flaggedComment(db, idIn(cause, 'response') ?? '');
    const region = found && (await directory()).regions.find(({ id }) => id === found.regionId);
    return region && { region, quarter: found.quarter };
  };
  return {
    title: 'Flagged comment',
    recipient: async ({ cause }) => (await placeOf(cause))?.region.department.contactEmail ?? undefined,
    compose: async ({ cause, madeBy }) => {
      const where = await placeOf(cause);
      const contactEmail = where?.region.department.contactEmail;
      if (!where || !contactEmail) return undefined;
      const by = madeBy === null ? undefined : await personById(db, madeBy);
      const link = `${baseUrl}${flaggedPath(where)}`;
      return { email: flagged({ to: contactEmail, link, region: where.region, by: by?.name ?? 'A colleague' }) };
    },
    mayRead: async (person, { cause }) => {
      const region = (await placeOf(cause))?.region;
      return (
        region !== undefined && can(person, 'comments', { departmentId: region.department.id, regionId: region.id })
      );
    },
  };
}

interface Flagged {
  to: string;
  link: string;
  region: Region;
  /** Who flagged it. */
  by: string;
}

function flagged({ to, link, region, by }: Flagged) {
  const { contactName } = region.department;
  return {
    to: [to],
    subject: 'A survey comment may describe danger or abuse',
    body: [
      `Hello${contactName ? ` ${contactName}` : ''},`,
      `${by} flagged a comment on the HEART Survey, ${region.name}, because it may describe danger or abuse. Please read it today, in the list of flagged comments:`,
      { link },
      `Sign in to read it. If you do not have access, ask ${by}. The comment itself is not in this email, so that only those who may read it can see it.`,
      'When it is resolved, say so on that page.',
    ],
  };
}

/** The list of flagged comments: the contact may not be one of those who may read this one, or know its id. */
function flaggedPath({ region, quarter }: { region: Region; quarter: string }): string {
  return `${listPath(region.department)}?${new URLSearchParams({ quarter, show: 'flagged' }).toString()}`;
}
