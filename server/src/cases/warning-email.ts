import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import { personById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { createOrganization } from '../org/org.ts';
import { idIn, type EmailKind } from '../outbox/outbox.ts';
import { casePath, casesPath } from './paths.ts';
import { caseByReference, isSeenBy } from './queries.ts';
import { clocksWith } from './read-clocks.ts';
import { seerOf } from './sight.ts';
import { sees } from './warnings.ts';

interface WarningOptions {
  db: Database;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** The installation's address, without a slash at the end. */
  baseUrl: string;
}

/** Warns staff that a promised date is near. It says nothing of what was written, and of a restricted case not even which. */
export function warningEmail({ db, clock, baseUrl }: WarningOptions): EmailKind<Person> {
  const find = async (cause: string) => {
    const [reference = '', personId = '', ruleId = '', dueOn = ''] = (idIn(cause, 'case') ?? '').split('/');
    const file = await caseByReference(db, reference);
    if (!file) return undefined;
    const organization = await createOrganization(db)();
    const maySee = await sees(db, organization, personId, file.id);
    return { file, organization, ruleId, dueOn, person: maySee ? await personById(db, personId) : undefined };
  };
  return {
    title: 'Case due soon',
    // As in notices.
    hidesRecipient: true,
    recipient: async ({ cause }) => (await find(cause))?.person?.email,
    compose: async ({ cause }) => {
      const found = await find(cause);
      if (!found?.person) return undefined;
      const { file, organization, ruleId, dueOn, person } = found;
      const department = organization.departments.find(({ id }) => id === file.departmentId)!;
      const now = clock();
      const running = (await clocksWith(db, { file, department, now })).find(
        ({ rule, endedAt, dueAt }) =>
          rule.id === ruleId && endedAt === null && dueAt !== null && isoDay(dueAt - 1, department.zone) === dueOn,
      );
      // It was done, or the date moved, in the meantime.
      if (!running || running.dueAt! <= now) return undefined;
      const isRestricted = file.sight === 'restricted';
      const day = dayFrom(dueOn)!.inWords;
      const body = [
        `Hello ${person.name},`,
        `This was promised for ${day}: ${running.rule.name}.`,
        isRestricted
          ? 'It is a case at your restricted desk. Open the list of cases to see which one:'
          : `It is case ${file.reference}:`,
        { link: `${baseUrl}${isRestricted ? casesPath : casePath(file.reference)}` },
        'If you cannot keep the date, tell the writer before it passes, and give them a new one.',
      ];
      return { email: { to: [person.email], subject: `A case is due on ${day}`, body } };
    },
    mayRead: async (reader, { cause }) => {
      const found = await find(cause);
      return found !== undefined && isSeenBy(db, seerOf(reader, found.organization), found.file.id);
    },
  };
}
