import { lowVolume, scoresOf, intervalOf, type Interval, type Scores } from '@heart-survey/shared/scores';
import { items, scale, type Item } from '@heart-survey/shared/items';
import { mergeTallies, noTallies, type Tallies } from '@heart-survey/shared/tallies';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { counters } from '../database/schema.ts';
import { talliesFrom } from '../database/tallies.ts';
import { purgedQuarters } from '../figures/figures.ts';
import type { Region } from '../org/org.ts';
import { countShown, type CountShown } from './counts.ts';
import type { Campaign } from './queries.ts';
import { lastDay } from './state.ts';

/** An item of a campaign, with its interval over respondents (docs/design.md §3.5). */
export interface ItemFigures {
  item: Item;
  n: number;
  mean: string | null;
  interval: Interval | null;
}

/** What a campaign's answers say. It never leaves the department (docs/design.md §3.10). */
export interface CampaignFigures {
  /** All of the regions below together. */
  total: Scores;
  /** Their number of responses, as far as it may be shown. */
  count: CountShown;
  items: ItemFigures[];
  /** Each region that the reader may see, if it has answers. */
  regions: { region: Region; scores: Scores }[];
  /**
   * Whether ratings are withheld because people were invited by email: until the campaign is over, or each reload would show one
   * more answer; and after that if few answered in all that the reader sees, or in any region if they see only a part, since the
   * rest could be subtracted. Also once some were deleted for their age: these could be subtracted from what was shown before.
   */
  isWithheld: boolean;
  /** Whether those of each region are, because few of them answered in one, whether or not the reader sees that one. */
  isByRegionWithheld: boolean;
  /** The ids of quarters whose responses were deleted for their age, so that they no longer count here. */
  purged: string[];
}

const row = v.object({
  regionId: v.number(),
  ratings: v.pipe(v.string(), v.parseJson(), v.array(v.number())),
  cells: v.pipe(v.string(), v.parseJson(), v.array(v.tuple([v.number(), v.number(), v.number()]))),
});

/** The tallies of each region with answers to the campaign, all quarters together. */
async function readRegions(db: Database, campaignId: number): Promise<Map<number, Tallies>> {
  const rows = await readRows(
    db,
    row,
    `SELECT region_id AS regionId,
        (SELECT json_array(${counters.map((counter) => `sum(${counter})`).join(', ')}) FROM campaign_rating_tally AS rated
         WHERE rated.campaign_id = :campaignId AND rated.region_id = cell.region_id) AS ratings,
        json_group_array(json_array(k, s, n)) AS cells
      FROM (SELECT region_id, k, s, sum(responses) AS n FROM campaign_response_tally WHERE campaign_id = :campaignId
        GROUP BY region_id, k, s HAVING sum(responses) > 0) AS cell
      GROUP BY region_id`,
    { campaignId },
  );
  return new Map(
    rows.map(({ regionId, ratings, cells }) => [regionId, talliesFrom({ ratings: [ratings], responses: cells })]),
  );
}

interface Reading {
  /** Those that the reader may see. */
  regions: Region[];
  /** Whether that is all of the campaign. */
  isWhole: boolean;
  /** Whether people were invited by email. */
  isInvited: boolean;
  /** Whether no answer can be added anymore. */
  isOver: boolean;
}

export async function readFigures(
  db: Database,
  campaign: Campaign,
  { regions, isWhole, isInvited, isOver }: Reading,
): Promise<CampaignFigures> {
  const tallies = await readRegions(db, campaign.id);
  const shown = regions.flatMap((region) => {
    const own = tallies.get(region.id);
    return own === undefined ? [] : [{ region, tallies: own, scores: scoresOf(own, region.department.target) }];
  });
  const all = shown.reduce((sum, { tallies }) => mergeTallies(sum, tallies), noTallies);
  const total = scoresOf(all, regions[0]?.department.target ?? 0);
  const isByRegionWithheld = isInvited && [...tallies.values()].some((one) => scoresOf(one, 0).responses < lowVolume);
  const purged = regions.length === 0 ? [] : await purgedDuring(db, campaign, regions[0]!);
  const isPart = purged.length > 0 || (!isWhole && isByRegionWithheld);
  return {
    total,
    count: countShown(total.responses, isInvited && !isOver),
    items: items.map((item) => itemFigures(total, item)),
    regions: shown.map(({ region, scores }) => ({ region, scores })),
    isWithheld: isInvited && (!isOver || total.responses < lowVolume || isPart),
    isByRegionWithheld,
    purged,
  };
}

function itemFigures({ items }: Scores, item: Item): ItemFigures {
  const { n, mean, distribution } = items[item];
  // Of one item, everyone who rated it gave one rating.
  const cells = scale.map((value, index) => ({ k: 1, s: value, responses: distribution[index]! }));
  return { item, n, mean, interval: intervalOf(cells.filter(({ responses }) => responses > 0)) };
}

/** The quarters of the campaign's days whose responses were deleted. */
async function purgedDuring(db: Database, campaign: Campaign, { department }: Region): Promise<string[]> {
  const purged = await purgedQuarters(db, department.id);
  const monthOf = (day: string) => day.slice(0, 7);
  const until = monthOf(lastDay(campaign, department.zone));
  return [...purged].filter((id) => {
    const quarter = department.calendar.byId(id);
    return quarter !== undefined && id <= until && monthOf(campaign.startsOn) < department.calendar.next(quarter).id;
  });
}

/** Every campaign's number of answers from these regions, by the campaign's id. */
export async function readCounts(
  db: Database,
  campaignIds: number[],
  regionIds: number[],
): Promise<Map<number, number>> {
  const rows = await readRows(
    db,
    v.object({ id: v.number(), n: v.number() }),
    `SELECT campaign_id AS id, sum(responses) AS n FROM campaign_response_tally
      WHERE campaign_id IN (SELECT value FROM json_each(:campaigns))
        AND region_id IN (SELECT value FROM json_each(:regions)) GROUP BY campaign_id`,
    { campaigns: JSON.stringify(campaignIds), regions: JSON.stringify(regionIds) },
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
}
