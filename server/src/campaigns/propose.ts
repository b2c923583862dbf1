import { eq, or } from 'drizzle-orm';
import { commitChange } from '../audit/audit.ts';
import { hasNone, insertIf } from '../database/builder.ts';
import type { Database } from '../database/database.ts';
import { campaign } from '../database/schema.ts';
import { countIn } from '../http/form.ts';
import { slugFrom, type Department, type Region } from '../org/org.ts';
import { isAudience, maxCount, type Proposal } from './proposal.ts';
import { templateFor } from './templates.ts';

interface Proposing {
  department: Pick<Department, 'id'>;
  /** Undefined for the whole department. */
  region: Pick<Region, 'id' | 'slug'> | undefined;
  /** Without errors. */
  proposal: Proposal;
  /** The id of the person who proposes it, and when. */
  by: string;
  at: number;
}

/** The `campaign` parameter of its links: short words from its name, and a few digits that tell two of them apart. */
function codeOf({ name, send }: Pick<Proposal, 'name' | 'send'>): string {
  const words = slugFrom(name, 24);
  return [...(words === '' ? [] : [words]), send.replaceAll('-', '').slice(0, 6)].join('-');
}

/** @returns false if the form was sent before. */
export function proposeCampaign(db: Database, { department, region, proposal, by, at }: Proposing): Promise<boolean> {
  const { send, template, name, purpose, audience, startsOn, endsOn, goal, invited } = proposal;
  const code = codeOf(proposal);
  const row = {
    sendId: send,
    departmentId: department.id,
    regionId: region?.id ?? null,
    code,
    name,
    purpose,
    template: templateFor(template)?.id ?? null,
    audience: isAudience(audience) ? audience : 'external',
    stage: 'proposed',
    startsOn,
    endsOn,
    goal: countIn(goal, maxCount) ?? null,
    invited: countIn(invited, maxCount) ?? null,
    proposedAt: at,
    proposedBy: by,
  } as const;
  return commitChange(
    db,
    insertIf(campaign, row, hasNone(campaign, or(eq(campaign.sendId, send), eq(campaign.code, code)))),
    {
      at,
      personId: by,
      action: 'campaign proposed',
      subject: code,
      departmentId: department.id,
      detail: { region: region?.slug ?? null, startsOn, endsOn },
    },
  );
}
