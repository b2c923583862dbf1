import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import { audited, type AuditEntry } from '../audit/audit.ts';
import { templates } from '../campaigns/campaigns.ts';
import { commit, type Database } from '../database/database.ts';
import { campaign, campaignMailing } from '../database/schema.ts';
import { statement } from '../database/statement.ts';
import type { Department, Region } from '../org/org.ts';
import { inventId, randomFor } from './demo-history.ts';
import type { SamplePeople } from './demo-people.ts';

const day = 24 * 60 * 60 * 1000;

interface Sample {
  department: Department;
  regions: Region[];
  people: SamplePeople;
  now: number;
}

/** A made-up campaign. Days count from today; negative ones are over. */
interface Story {
  code: string;
  template?: string;
  name: string;
  purpose: string;
  audience: 'internal' | 'external';
  /** Whether it is for one region only. */
  isLocal?: boolean;
  stage: 'proposed' | 'approved' | 'declined';
  startsIn: number;
  endsIn: number;
  goal: number | null;
  invited?: number;
  reason?: string;
  /** At most how many of the responses in its days came through its link. */
  answers?: number;
  /** The emails that were not delivered, of the invitation and of each reminder. */
  bounced?: number[];
}

const [partners, , training] = templates;

const stories: Story[] = [
  {
    code: 'offices',
    template: partners!.id,
    name: partners!.name,
    purpose: partners!.purpose,
    audience: 'internal',
    stage: 'approved',
    startsIn: -75,
    endsIn: -54,
    goal: 40,
    invited: 120,
    answers: 46,
    bounced: [3, 3],
  },
  {
    code: 'lobby',
    name: 'Two weeks in the lobby',
    purpose: 'Ask people who wait in the lobby, with a poster at the counter.',
    audience: 'external',
    isLocal: true,
    stage: 'approved',
    startsIn: -5,
    endsIn: 8,
    goal: 60,
    answers: 24,
  },
  {
    code: 'training',
    template: training!.id,
    name: training!.name,
    purpose: training!.purpose,
    audience: 'internal',
    stage: 'proposed',
    startsIn: 10,
    endsIn: 16,
    goal: 15,
    invited: 22,
  },
  {
    code: 'holiday',
    name: 'Holiday week',
    purpose: 'Ask everyone who calls during the holidays.',
    audience: 'external',
    stage: 'declined',
    startsIn: -120,
    endsIn: -113,
    goal: null,
    reason: 'The office is closed on three of these days. Please propose another week.',
  },
];

/** Campaigns at each stage: one that is over and invited people by email, one that runs, a proposal, and one declined. */
export async function writeSampleCampaigns(db: Database, sample: Sample): Promise<void> {
  if (sample.regions.length === 0) return;
  const random = randomFor(`campaigns ${sample.department.slug}`);
  for (const story of stories) {
    const sendId = inventId(random);
    await write(db, sample, story, { sendId, code: `${story.code}-${sendId.slice(0, 6)}` });
  }
}

async function write(
  db: Database,
  { department, regions, people: { ambassador, representative }, now }: Sample,
  story: Story,
  { sendId, code }: { sendId: string; code: string },
): Promise<void> {
  const {
    name,
    purpose,
    audience,
    stage,
    startsIn,
    endsIn,
    goal,
    template = null,
    invited = null,
    reason = null,
  } = story;
  const on = (days: number) => isoDay(now + days * day, department.zone);
  const region = story.isLocal ? (regions.find(({ slug }) => slug === 'central') ?? regions[0]!) : undefined;
  const proposedAt = Math.min(now, now + startsIn * day) - 6 * day;
  const decidedAt = stage === 'proposed' ? null : proposedAt + 2 * day;
  const [added] = await db
    .insert(campaign)
    .values({
      sendId,
      code,
      name,
      purpose,
      template,
      audience,
      stage,
      goal,
      invited,
      reason,
      proposedAt,
      decidedAt,
      departmentId: department.id,
      regionId: region?.id ?? null,
      startsOn: on(startsIn),
      endsOn: on(endsIn),
      proposedBy: ambassador.id,
      decidedBy: decidedAt === null ? null : representative.id,
    })
    .returning({ id: campaign.id });
  const about: Pick<AuditEntry, 'subject' | 'departmentId'> = { subject: code, departmentId: department.id };
  await commit(db, [
    audited({ personId: ambassador.id, action: 'campaign proposed', ...about }, proposedAt),
    ...(decidedAt === null
      ? []
      : [audited({ personId: representative.id, action: `campaign ${stage}`, ...about }, decidedAt)]),
    statement(
      `UPDATE response SET campaign_id = :id WHERE id IN (SELECT id FROM response
        WHERE region_id IN (SELECT value FROM json_each(:regions)) AND received_at >= :from AND received_at < :to
          AND channel <> 'paper' ORDER BY received_at, id LIMIT :answers)`,
      {
        id: added!.id,
        regions: JSON.stringify((region ? [region] : regions).map(({ id }) => id)),
        from: dayFrom(on(startsIn))!.startIn(department.zone),
        to: dayFrom(on(endsIn + 1))!.startIn(department.zone),
        answers: story.answers ?? 0,
      },
    ),
  ]);
  const mailings = (story.bounced ?? []).map((bounced, position) => ({
    campaignId: added!.id,
    position,
    // Its list and its text were deleted 30 days after the end.
    text: '',
    queuedAt: now + (startsIn + position * 7) * day,
    queuedBy: ambassador.id,
    recipients: invited ?? 0,
    bounced,
  }));
  if (mailings.length > 0) await db.insert(campaignMailing).values(mailings);
}
