import { can, personById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { createOrganization, type Region } from '../org/org.ts';
import { idIn, type EmailKind } from '../outbox/outbox.ts';
import { listPath } from './pages.ts';
import { flaggedComment } from './queries.ts';

interface FlagOptions {
  db: Database;
  /** The address of the installation, without a slash at the end. */
  baseUrl: string;
}

/** Asks the department's contact to read a flagged comment. The email never contains the comment: email gets forwarded. */
export function flagEmail({ db, baseUrl }: FlagOptions): EmailKind<Person> {
  const organization = createOrganization(db);
  const find = async (cause: string) => {
    const found = await flaggedComment(db, idIn(cause, 'response') ?? '');
    const region = found && (await organization()).regions.find(({ id }) => id === found.regionId);
    return region && { region, quarter: found.quarter };
  };
  return {
    title: 'Flagged comment',
    recipient: async ({ cause }) => (await find(cause))?.region.department.contactEmail ?? undefined,
    compose: async ({ cause, madeBy }) => {
      const comment = await find(cause);
      const contactEmail = comment?.region.department.contactEmail;
      if (!comment || !contactEmail) return undefined;
      const by = madeBy === null ? undefined : await personById(db, madeBy);
      const link = `${baseUrl}${flaggedListPath(comment)}`;
      return { email: flagged({ to: contactEmail, link, region: comment.region, by: by?.name ?? 'A colleague' }) };
    },
    mayRead: async (person, { cause }) => {
      const region = (await find(cause))?.region;
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
  /** The name of the person who flagged it. */
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
      `Sign in to read it. If you do not have access, ask ${by}. The comment is not in this email, so that only people with access can read it.`,
      'When the matter is resolved, open the comment and mark it as resolved.',
    ],
  };
}

/** The list, not the comment's own page: the contact may not have access to it, and must not learn its id. */
function flaggedListPath({ region, quarter }: { region: Region; quarter: string }): string {
  return `${listPath(region.department)}?${new URLSearchParams({ quarter, show: 'flagged' }).toString()}`;
}
