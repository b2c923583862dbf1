import type { FiscalCalendar } from '@heart-survey/shared/quarters';
import type { SurveyResponse } from '@heart-survey/shared/response';
import * as v from 'valibot';
import type { Database } from '../database/database.ts';
import { readRows } from '../database/read.ts';
import { calendarOf } from '../org/org.ts';

/** What storing needs to know about a region. */
export interface AskingRegion {
  id: number;
  departmentId: number;
  retiredAt: number | null;
  /** The department's IANA zone and its calendar. */
  zone: string;
  calendar: FiscalCalendar;
  closed: ReadonlySet<string>;
  /** Whether its department asks if the writer's words may be shown to others. */
  asksToShow: boolean;
}

const receipt = v.object({ id: v.string(), quarter: v.string(), receivedAt: v.number(), fingerprint: v.string() });

const region = v.object({
  slug: v.string(),
  id: v.number(),
  departmentId: v.number(),
  retiredAt: v.nullable(v.number()),
  zone: v.string(),
  firstMonth: v.number(),
  asksToShow: v.number(),
  closed: v.array(v.string()),
});

const employee = v.object({ code: v.string(), id: v.number(), email: v.nullable(v.string()) });

const group = v.object({
  code: v.string(),
  id: v.number(),
  departmentId: v.number(),
  endedAt: v.nullable(v.number()),
});

const campaign = v.object({
  code: v.string(),
  id: v.number(),
  departmentId: v.number(),
  regionId: v.nullable(v.number()),
  startsOn: v.string(),
  endsOn: v.string(),
});

/** The stored values that a replay is compared with and answered from. */
export type ReceiptRow = v.InferOutput<typeof receipt>;

/** What decides whether a response belongs to a campaign. */
export type ApprovedCampaign = v.InferOutput<typeof campaign>;

/** What is stored already of these responses, and what they refer to. */
export interface Known {
  /** The responses that are stored or were erased, by id. A replay is still accepted after erasure. */
  receipts: ReadonlyMap<string, ReceiptRow>;
  /** By slug. */
  regions: ReadonlyMap<string, AskingRegion>;
  /** Current employees, by link code. */
  employees: ReadonlyMap<string, { id: number; email: string | null }>;
  /** Customer groups, also ended ones. Several departments may use one code. */
  groups: readonly v.InferOutput<typeof group>[];
  /** Campaigns that are approved and have not been ended. */
  campaigns: readonly ApprovedCampaign[];
}

const those = (name: string) => `IN (SELECT value FROM json_each(:${name}))`;
const listOf = (columns: string, from: string) => `(SELECT json_group_array(json_object(${columns})) FROM ${from})`;
const receiptsIn = (table: string) =>
  `SELECT id, quarter, received_at, fingerprint FROM ${table} WHERE id ${those('ids')}`;

// This is raw SQL because it runs before every commit, and one statement because on a server each one is a request.
const everything = `SELECT
  ${listOf(
    "'id', id, 'quarter', quarter, 'receivedAt', received_at, 'fingerprint', fingerprint",
    `(${receiptsIn('response')} UNION ALL ${receiptsIn('erased_response')})`,
  )} AS receipts,
  ${listOf(
    `'slug', region.slug, 'id', region.id, 'departmentId', department_id, 'retiredAt', retired_at, 'zone', zone,
      'firstMonth', first_month, 'asksToShow', asks_to_show, 'closed',
      (SELECT json_group_array(DISTINCT quarter) FROM snapshot WHERE department_id = department.id)`,
    `region JOIN department ON department.id = department_id WHERE region.slug ${those('regions')}`,
  )} AS regions,
  ${listOf(
    "'code', code, 'id', id, 'email', email",
    `employee WHERE left_at IS NULL AND code ${those('employees')}`,
  )} AS employees,
  ${listOf(
    "'code', code, 'id', id, 'departmentId', department_id, 'endedAt', ended_at",
    `customer_group WHERE code ${those('groups')}`,
  )} AS groups,
  ${listOf(
    `'code', code, 'id', id, 'departmentId', department_id, 'regionId', region_id,
      'startsOn', starts_on, 'endsOn', ends_on`,
    `campaign WHERE stage = 'approved' AND code ${those('campaigns')}`,
  )} AS campaigns`;

const listed = <Item extends v.GenericSchema>(item: Item) => v.pipe(v.string(), v.parseJson(), v.array(item));

const row = v.object({
  receipts: listed(receipt),
  regions: listed(region),
  employees: listed(employee),
  groups: listed(group),
  campaigns: listed(campaign),
});

type Named = Pick<SurveyResponse, 'id'> & Partial<Pick<SurveyResponse, 'region' | 'employee' | 'group' | 'campaign'>>;

/** Looks up everything that storing these responses depends on, in one request. */
export async function lookUp(db: Database, responses: Named[]): Promise<Known> {
  const named = (key: keyof Named) => JSON.stringify([...new Set(responses.flatMap((one) => one[key] ?? []))]);
  const [found] = await readRows(db, row, everything, {
    ids: named('id'),
    regions: named('region'),
    employees: named('employee'),
    groups: named('group'),
    campaigns: named('campaign'),
  });
  const { receipts, regions, employees, groups, campaigns } = found!;
  return {
    receipts: new Map(receipts.map((one) => [one.id, one])),
    regions: new Map(
      regions.map(({ slug, firstMonth, closed, asksToShow, ...own }) => [
        slug,
        { ...own, calendar: calendarOf({ ...own, firstMonth }), closed: new Set(closed), asksToShow: asksToShow === 1 },
      ]),
    ),
    employees: new Map(employees.map(({ code, ...own }) => [code, own])),
    groups,
    campaigns,
  };
}
