import { items } from '@heart-survey/shared/items';
import { sql } from 'drizzle-orm';
import { blob, check, index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';

/** What belongs to the installation as a whole, such as the key of its keyed hashes. */
export const setting = sqliteTable('setting', {
  name: text().primaryKey(),
  value: text().notNull(),
});

export const department = sqliteTable(
  'department',
  {
    id: integer().primaryKey(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    /** IANA. Fixed once the first response is stored, as is the first month (design §3.7). */
    zone: text().notNull(),
    /** The first month of the fiscal year, 1–12. */
    firstMonth: integer().notNull(),
    /** In hundredths: 400 is 4.00 (design §3.3). */
    target: integer().notNull().default(400),
    /** A quarter closes this many business days after its end (design §3.9). */
    closesAfter: integer().notNull().default(10),
    /** Whose public holidays are no business days: a country, or a country and state (`US-CA`). */
    holidays: text(),
    /** Above the comment, in place of the catalogue's own notice. */
    notice: text(),
  },
  (table) => [check('department_first_month', sql`${table.firstMonth} between 1 and 12`)],
);

/** A region or programme with its own survey link. */
export const region = sqliteTable('region', {
  id: integer().primaryKey(),
  departmentId: integer()
    .notNull()
    .references(() => department.id),
  /** Unique in the installation: it is the last part of the survey link. */
  slug: text().notNull().unique(),
  name: text().notNull(),
  /** When the region was retired, in milliseconds since the epoch; its link takes answers for 30 days more. */
  retiredAt: integer(),
});

/** One completed survey. Triggers keep both tallies; never write to it with OR REPLACE or OR IGNORE. */
export const response = sqliteTable(
  'response',
  {
    id: text().primaryKey(),
    regionId: integer()
      .notNull()
      .references(() => region.id),
    /** The fiscal quarter in which it counts, by its first month: `2026-07`. */
    quarter: text().notNull(),
    /** Milliseconds since the epoch. */
    receivedAt: integer().notNull(),
    helpfulness: integer(),
    expertise: integer(),
    attentiveness: integer(),
    respect: integer(),
    timeliness: integer(),
    overall: integer(),
    comment: text(),
    language: text(),
    channel: text(),
    wording: integer().notNull(),
    /** A keyed hash of the request as sent; a replay has the same, other content under the same id has not. */
    fingerprint: text().notNull(),
  },
  (table) => [
    ...items.map((item) => check(`response_${item}`, sql`${table[item]} in (1, 2, 3, 4, 5)`)),
    check('response_rated', sql.raw(`coalesce(${items.map((item) => `"${item}"`).join(', ')}) is not null`)),
    index('response_quarter').on(table.quarter, table.regionId),
  ],
);

/** How often each item of a region was rated with each value in a quarter (design §3.6). */
export const ratingTally = sqliteTable(
  'rating_tally',
  {
    regionId: integer().notNull(),
    quarter: text().notNull(),
    item: text().notNull(),
    value: integer().notNull(),
    n: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.regionId, table.quarter, table.item, table.value] }),
    check('rating_tally_n', sql`${table.n} >= 0`),
  ],
);

/** How many respondents of a region gave `k` ratings that sum to `s` in a quarter (design §3.6). */
export const responseTally = sqliteTable(
  'response_tally',
  {
    regionId: integer().notNull(),
    quarter: text().notNull(),
    k: integer().notNull(),
    s: integer().notNull(),
    responses: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.regionId, table.quarter, table.k, table.s] }),
    check('response_tally_responses', sql`${table.responses} >= 0`),
  ],
);

/** A closed quarter's figures, frozen. A quarter is closed when it has one; a restatement is a new version. */
export const snapshot = sqliteTable(
  'snapshot',
  {
    id: text().primaryKey(),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    quarter: text().notNull(),
    version: integer().notNull(),
    /** In hundredths, as it was at close. */
    target: integer().notNull(),
    /** The figures as they were published, as JSON: what is closed is read from here and computed no more. */
    figures: text().notNull(),
    /** Of `figures`, in hexadecimal. */
    sha256: text().notNull(),
    /** Both tallies of every region, as JSON, which the figures were computed from. */
    tallies: text().notNull(),
    closedAt: integer().notNull(),
    closedBy: text().notNull(),
    reason: text(),
  },
  (table) => [unique('snapshot_version').on(table.departmentId, table.quarter, table.version)],
);

/** What a region owes for a quarter below target (policies/heart-cws, step 3; design §3.8). */
export const actionPlan = sqliteTable(
  'action_plan',
  {
    id: integer().primaryKey(),
    regionId: integer()
      .notNull()
      .references(() => region.id),
    quarter: text().notNull(),
    stage: text({ enum: ['watch', 'withdrawn', 'required', 'agreed', 'completed'] }).notNull(),
    openedAt: integer().notNull(),
    /** In hundredths, as it was when the plan was opened. */
    target: integer().notNull(),
    /** Both tallies of the region that the plan was opened on, and those that it was confirmed or withdrawn on. */
    openedOn: text().notNull(),
    decidedOn: text(),
    decidedAt: integer(),
    /** In hundredths, as it was at the close. */
    decidedTarget: integer(),
  },
  (table) => [
    unique('action_plan_region_quarter').on(table.regionId, table.quarter),
    check('action_plan_stage', sql`${table.stage} in ('watch', 'withdrawn', 'required', 'agreed', 'completed')`),
  ],
);

/** A bearer token, known by its SHA-256 alone. */
export const token = sqliteTable('token', {
  id: integer().primaryKey(),
  name: text().notNull(),
  sha256: text().notNull().unique(),
  createdAt: integer().notNull(),
});

/** Every build of the element that was ever handed out. Never deleted: pages name them by their hash, for good. */
export const widgetBuild = sqliteTable('widget_build', {
  /** As in its address. */
  hash: text().primaryKey(),
  body: blob({ mode: 'buffer' }).notNull(),
  firstServedAt: integer().notNull(),
});
