import { and, eq, gte, inArray, isNotNull, isNull, ne, or, type SQL } from 'drizzle-orm';
import { commitChange } from '../audit/audit.ts';
import { build } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { campaign } from '../database/schema.ts';
import { statement } from '../database/statement.ts';
import { emailsAbout } from './mailings.ts';
import type { Campaign } from './queries.ts';
import { stagesBefore, type Stage } from './steps.ts';

interface Act {
  campaign: Campaign;
  /** The id of the person who does it. */
  by: string;
  /** Milliseconds since the epoch. */
  at: number;
  /** In the department's zone. */
  today: string;
}

/** A condition: the campaign is where that step begins, and its last day is not over. */
const mayBecome = ({ id }: Campaign, stage: Stage, today: string): SQL | undefined =>
  and(eq(campaign.id, id), inArray(campaign.stage, stagesBefore(stage)), gte(campaign.endsOn, today));

const entryOf = ({ campaign, by, at }: Act, action: string, detail?: Record<string, unknown>) => ({
  at,
  personId: by,
  action,
  subject: campaign.code,
  departmentId: campaign.departmentId,
  detail,
});

/** @returns false if someone was first, or if its last day is over. */
export function approveCampaign(db: Database, act: Act): Promise<boolean> {
  const change = build
    .update(campaign)
    .set({ stage: 'approved', decidedAt: act.at, decidedBy: act.by })
    .where(mayBecome(act.campaign, 'approved', act.today));
  return commitChange(db, change, entryOf(act, 'campaign approved'));
}

/** @returns false if someone was first, or if its last day is over. */
export function declineCampaign(db: Database, act: Act & { reason: string }): Promise<boolean> {
  const { campaign: one, by, at, today, reason } = act;
  const change = build
    .update(campaign)
    .set({ stage: 'declined', decidedAt: at, decidedBy: by, reason })
    .where(mayBecome(one, 'declined', today));
  return commitChange(db, change, entryOf(act, 'campaign declined'));
}

/** Ends it before its last day, and deletes the emails that wait. @returns false if someone was first, or if its last day is over. */
export function endCampaign(db: Database, act: Act & { reason: string }): Promise<boolean> {
  const { campaign: one, at, today, reason } = act;
  const change = build
    .update(campaign)
    .set({ stage: 'ended', endedAt: at, reason })
    .where(mayBecome(one, 'ended', today));
  const unsent = statement(
    `DELETE FROM outbox WHERE state = 'waiting' AND content_at IS NULL AND ${emailsAbout('campaign_id = :id')}
      AND EXISTS (SELECT 1 FROM campaign WHERE id = :id AND stage = 'ended')`,
    { id: one.id },
  );
  return commitChange(db, change, entryOf(act, 'campaign ended'), unsent);
}

interface Numbers {
  goal: number | null;
  invited: number | null;
}

/** Changes the goal and the number of people invited. @returns false if they are the same. */
export function changeNumbers(db: Database, act: Act & Numbers): Promise<boolean> {
  const { goal, invited } = act;
  const differs = (column: typeof campaign.goal | typeof campaign.invited, given: number | null) =>
    given === null ? isNotNull(column) : or(isNull(column), ne(column, given));
  const change = build
    .update(campaign)
    .set({ goal, invited })
    .where(
      and(
        eq(campaign.id, act.campaign.id),
        ne(campaign.stage, 'declined'),
        or(differs(campaign.goal, goal), differs(campaign.invited, invited)),
      ),
    );
  return commitChange(db, change, entryOf(act, 'campaign numbers changed', { goal, invited }));
}
