import type { Quarter } from '@heart-survey/shared/quarters';
import { insertGrant, insertPerson } from '../access/access.ts';
import { caseByReference, openCase, takeStep, type CaseKind, type Channel, type OpenOptions } from '../cases/cases.ts';
import { commit, type Database } from '../database/database.ts';
import { readSecret } from '../database/seed.ts';
import { alone } from '../database/statement.ts';
import { createOrganization, type Department, type Region } from '../org/org.ts';
import { inventId, randomFor, type Random } from './demo-history.ts';
import type { SamplePerson } from './demo-people.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** A case of the sample data. */
interface SampleCase {
  receivedAt: number;
  text: string;
  kind: CaseKind;
  channel: Channel;
  region: Region | undefined;
  /** Undefined while it is new. */
  acknowledgedAt: number | undefined;
  /** Undefined while it is open. */
  answeredAt: number | undefined;
}

const words: { text: string; kind: CaseKind; channel: Channel }[] = [
  { text: 'I called three times and nobody called back.', kind: 'courtesy', channel: 'phone' },
  { text: 'The letter that I got is about somebody else’s appointment.', kind: 'courtesy', channel: 'letter' },
  { text: 'My appointment was canceled twice without a reason.', kind: 'courtesy', channel: 'form' },
  { text: 'The waiting room has no seats for families with children.', kind: 'courtesy', channel: 'email' },
];

/** Enough for figures that are not withheld. */
const casesPerQuarter = 14;
/** How many quarters before the current one have cases. */
const quartersWithCases = 4;
/** In the quarter that is so many before the current one, so many more cases were answered late. */
const late = { quartersAgo: 3, cases: 12 };

interface Sample {
  department: Department;
  regions: Region[];
  /** The quarters in order, the current one last. */
  history: readonly Quarter[];
  now: number;
}

/**
 * Complaints that came in, were answered and closed, and three that are open: promised dates were kept in all quarters but one.
 * @returns the person who worked on them.
 */
export async function writeSampleCases(
  db: Database,
  { department, regions, history, now }: Sample,
): Promise<SamplePerson> {
  const random = randomFor(`cases ${department.slug}`);
  const manager = { id: inventId(random), name: 'Sample manager', email: 'sample-manager@example.invalid' };
  await commit(db, [alone(insertPerson(manager, history[0]!.start))]);
  const options: OpenOptions = {
    db,
    secret: await readSecret(db),
    outbox: {
      queue: () => {
        throw new Error('The sample data sends no email.');
      },
      wake: () => {},
    },
    organization: createOrganization(db),
  };
  for (const one of sampleCases(regions, history, now)) {
    await write(options, { department, one, by: manager.id, random });
  }
  // From now on: whoever manages the department gets an email about a new case.
  const grant = { personId: manager.id, role: 'manager', departmentId: department.id, regionId: null } as const;
  await commit(db, [insertGrant({ ...grant, grantedAt: now, grantedBy: null })]);
  return manager;
}

function sampleCases(regions: Region[], history: readonly Quarter[], now: number): SampleCase[] {
  const about = (index: number) => ({ ...words[index % words.length]!, region: regions[index % regions.length] });
  const ended = history.slice(0, -1).slice(-quartersWithCases);
  const answered = ended.flatMap(({ start }, place) => {
    const isLate = ended.length - place === late.quartersAgo;
    return Array.from({ length: casesPerQuarter + (isLate ? late.cases : 0) }, (_, index) => {
      const receivedAt = start + (2 + 3 * index) * day + 17 * hour;
      const answeredAt = receivedAt + (index < casesPerQuarter ? 6 : 30) * day;
      return { ...about(index), receivedAt, acknowledgedAt: receivedAt + 20 * hour, answeredAt };
    });
  });
  const open = [6 * day, 5 * day, 2 * hour].map((ago, index) => ({
    ...about(index),
    receivedAt: now - ago,
    acknowledgedAt: ago < day ? undefined : now - ago + 20 * hour,
    answeredAt: undefined,
  }));
  return [...answered, ...open];
}

interface Writing {
  department: Department;
  one: SampleCase;
  by: string;
  random: Random;
}

/** In two commits: it came in, and then everything that happened to it. */
async function write(options: OpenOptions, { department, one, by, random }: Writing): Promise<void> {
  const { text, kind, channel, region, receivedAt, acknowledgedAt, answeredAt } = one;
  const filing = {
    ...{ departmentId: department.id, regionId: region?.id ?? null, isOfficeKnown: true, kind, channel, text },
    ...{ language: 'en', receivedAt, isTimeHidden: false, enteredBy: null, responseId: null, flags: [] },
    ...{ contact: { title: null, name: null, email: null, phone: null, post: null }, printed: null },
    send: inventId(random),
  };
  const opened = (await openCase(options, filing, receivedAt))!;
  if (acknowledgedAt === undefined) return;
  const file = (await caseByReference(options.db, opened.reference))!;
  const step = { file, department, by, ownerId: by };
  const acknowledged = { kind: 'acknowledged', at: acknowledgedAt, personId: by } as const;
  if (answeredAt === undefined) {
    await takeStep(options, { ...step, at: acknowledgedAt, stage: 'acknowledged', events: [acknowledged] });
    return;
  }
  const message = { id: inventId(random), kind: 'answer', way: 'receipt', text: answer } as const;
  await takeStep(options, {
    ...step,
    ...{ at: answeredAt, stage: 'closed', message },
    events: [
      acknowledged,
      { kind: 'answered', at: answeredAt, personId: by },
      { kind: 'message out', at: answeredAt, personId: by, detail: { message: message.id } },
      { kind: 'outcome', at: answeredAt, personId: by, detail: { outcome: 'upheld' } },
      { kind: 'closed', at: answeredAt, personId: by },
    ],
  });
}

const answer = 'Thank you for telling us. We are sorry, and we have changed how we handle this.';
