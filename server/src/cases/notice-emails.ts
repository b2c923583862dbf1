import { dayInWords, timeInWords } from '@heart-survey/shared/dates';
import { personById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { createOrganization, type Department, type Organization } from '../org/org.ts';
import { idIn, type Email, type EmailKind } from '../outbox/outbox.ts';
import { kindNames } from './kinds.ts';
import type { Notice } from './notices.ts';
import { casePath, casesPath } from './paths.ts';
import { caseByReference, isAboutPerson, isSeenBy, type CaseFile } from './queries.ts';
import { seerOf } from './sight.ts';

interface NoticeOptions {
  db: Database;
  /** The installation's address, without a slash at the end. */
  baseUrl: string;
}

interface Found {
  file: CaseFile;
  department: Department;
  organization: Organization;
  /** Who gets it. Without a person, it is the department's contact. */
  person: { id: string; name: string; email: string } | undefined;
  to: string;
}

/** An email to staff about a new case or about danger. It never says what was written: email gets forwarded. */
export function noticeEmail({ db, baseUrl }: NoticeOptions, notice: Notice): EmailKind<Person> {
  const find = async (cause: string): Promise<Found | undefined> => {
    const [reference = '', to = ''] = (idIn(cause, 'case') ?? '').split('/');
    const file = await caseByReference(db, reference);
    if (!file) return undefined;
    const organization = await createOrganization(db)();
    const department = organization.departments.find(({ id }) => id === file.departmentId)!;
    const person = to === 'contact' ? undefined : await personById(db, to);
    if (person && (await isAboutPerson(db, person, file.id))) return undefined;
    const address = to === 'contact' ? department.contactEmail : person?.leftAt === null ? person.email : null;
    return address === null || address === undefined
      ? undefined
      : { file, department, organization, person, to: address };
  };
  return {
    title: {
      danger: 'Danger in a case',
      desk: 'New case for a desk',
      manager: 'New case in a department',
      message: 'A writer wrote back',
    }[notice],
    // Who works at a restricted desk is known, so their emails would tell how many cases there are.
    hidesRecipient: true,
    recipient: async ({ cause }) => (await find(cause))?.to,
    compose: async ({ cause, madeBy }) => {
      const found = await find(cause);
      if (!found) return undefined;
      const by = madeBy === null ? undefined : (await personById(db, madeBy))?.name;
      return { email: texts[notice](found, baseUrl, by) };
    },
    // It says no more than that a case came in, so its recipient may read it, and everyone who sees the case.
    mayRead: async (reader, { cause }) => {
      const found = await find(cause);
      if (!found) return false;
      if (found.person?.id === reader.id) return true;
      return isSeenBy(db, seerOf(reader, found.organization), found.file.id);
    },
  };
}

type Text = (found: Found, baseUrl: string, by: string | undefined) => Email;

const texts: Record<Notice, Text> = { danger: dangerText, desk: deskText, manager: managerText, message: messageText };

function dangerText(
  { file, department, organization, person, to }: Found,
  baseUrl: string,
  by: string | undefined,
): Email {
  const name = person?.name ?? department.contactName;
  const isRestricted = file.sight === 'restricted';
  const desk = organization.desks.find(({ id }) => id === file.deskId)!;
  const who =
    by === undefined
      ? 'A complaint has words that may describe danger or abuse.'
      : `${by} marked a case because it may describe danger or abuse.`;
  return {
    to: [to],
    subject: 'A case may describe danger or abuse',
    body: [
      `Hello${name ? ` ${name}` : ''},`,
      `${who} Please read it now:`,
      { link: `${baseUrl}${isRestricted ? casesPath : casePath(file.reference)}` },
      `If you cannot open it, ask ${isRestricted ? `someone at the ${desk.name} desk` : 'your department’s case manager'} to read it right away. What was written is not in this email, so that only people with access can read it.`,
      'When you know what was done, open the case and enter to whom it was reported, or why it was not reportable.',
    ],
  };
}

function deskText({ file, department, person, to }: Found, baseUrl: string): Email {
  return {
    to: [to],
    subject: 'A new case is waiting at your desk',
    body: [
      `Hello ${person?.name ?? ''},`,
      `A case that came in on ${whenItCame(file, department)} is waiting at your desk:`,
      { link: `${baseUrl}${casesPath}` },
    ],
  };
}

function messageText({ file, person, to }: Found, baseUrl: string): Email {
  return {
    to: [to],
    subject: 'A new message in a case',
    body: [
      `Hello ${person?.name ?? ''},`,
      'Someone who wrote to us has written again. You can read it here:',
      { link: `${baseUrl}${file.sight === 'restricted' ? casesPath : casePath(file.reference)}` },
    ],
  };
}

/** Date, time and nature, as the policy asks (docs/policies/dufferin-2-3-12.md, section 6.5). */
function managerText({ file, department, person, to }: Found, baseUrl: string): Email {
  const isRestricted = file.sight === 'restricted';
  return {
    to: [to],
    subject: `A complaint about ${department.name} came in`,
    body: [
      `Hello ${person?.name ?? ''},`,
      `A complaint or request about ${department.name} came in.`,
      `When: ${whenItCame(file, department)}`,
      `What it is about: ${kindNames[file.kind]}`,
      ...(isRestricted
        ? ['Only a restricted desk can open it, so this email has no link to it.']
        : [{ link: `${baseUrl}${casePath(file.reference)}` }]),
    ],
  };
}

/** The date and the time, or the date alone where the time is hidden. */
export function whenItCame({ receivedAt, isTimeHidden }: CaseFile, { zone }: Pick<Department, 'zone'>): string {
  return isTimeHidden === 1 ? dayInWords(receivedAt, zone) : timeInWords(receivedAt, zone);
}
