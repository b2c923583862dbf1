import { items, scale, type Item, type Rating } from '@heart-survey/shared/items';
import { sql } from 'drizzle-orm';
import {
  blob,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
  type AnySQLiteColumn,
} from 'drizzle-orm/sqlite-core';
import { workColumns } from './work-columns.ts';

/** Values of the whole installation, such as the key of its keyed hashes. */
export const setting = sqliteTable('setting', {
  name: text().primaryKey(),
  value: text().notNull(),
});

/** A group of departments. An agency may have none. */
export const division = sqliteTable('division', {
  id: integer().primaryKey(),
  name: text().notNull().unique(),
  /** Its place on the executive office's pages, 1 and up; null for those after all others. */
  place: integer(),
  createdAt: integer().notNull(),
});

export const department = sqliteTable(
  'department',
  {
    id: integer().primaryKey(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    /** IANA. Fixed once the first response is stored, as is the first month (docs/design.md §3.7). */
    zone: text().notNull(),
    /** The first month of the fiscal year, 1–12. */
    firstMonth: integer().notNull(),
    /** In hundredths: 400 is 4.00 (docs/design.md §3.3). */
    target: integer().notNull().default(400),
    /** A quarter closes this many business days after its end (docs/design.md §3.9). */
    closesAfter: integer().notNull().default(10),
    /** A required action plan is due this many business days after the close (docs/design.md §3.8). */
    plansDueAfter: integer().notNull().default(20),
    /** A quarter is to be handed in this many business days after the close, and submitted by the later one. */
    handInAfter: integer().notNull().default(5),
    submitAfter: integer().notNull().default(10),
    /** Which public holidays apply: a country, or a country and state (`US-CA`). */
    holidays: text(),
    /** When the office is open on each weekday, as JSON (`org/opening-hours.ts`); null for the usual hours. */
    openingHours: text(),
    /** Above the comment, in place of the catalog's own notice. */
    notice: text(),
    /** Who is notified of a comment about danger or abuse: a name and an email address. */
    contactName: text(),
    contactEmail: text(),
    /** Comments are deleted this many months after their quarter ends, and entire responses after `ratingMonths`. */
    commentMonths: integer().notNull().default(24),
    ratingMonths: integer().notNull().default(36),
    /** The second sentence of a thank-you, in place of the policy's (docs/policies/heart-cws.md, step 3). */
    thanksSentence: text(),
    /** 1 if the form asks whether the writer's words may be shown to others, otherwise 0. */
    asksToShow: integer().notNull().default(0),
    /** Its place on the agency's page of results, 1 and up; null for those after all others, in the order of the directory. */
    place: integer(),
    divisionId: integer().references(() => division.id),
    /** 1 if the form asks which customer group the respondent belongs to, otherwise 0. */
    asksGroup: integer().notNull().default(0),
  },
  (table) => [check('department_first_month', sql`${table.firstMonth} between 1 and 12`)],
);

/** A day on which a department is closed or open, despite its week and the public holidays (docs/design.md §3.14). */
export const departmentDay = sqliteTable(
  'department_day',
  {
    id: integer().primaryKey(),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    /** In the department's zone: `2026-12-24`. */
    day: text().notNull(),
    kind: text({ enum: ['closed', 'open'] }).notNull(),
    reason: text().notNull(),
    createdAt: integer().notNull(),
    createdBy: text()
      .notNull()
      .references(() => person.id),
  },
  (table) => [
    unique('department_day_once').on(table.departmentId, table.day),
    check('department_day_kind', sql`${table.kind} in ('closed', 'open')`),
  ],
);

/** A region or program with its own survey link. */
export const region = sqliteTable('region', {
  id: integer().primaryKey(),
  departmentId: integer()
    .notNull()
    .references(() => department.id),
  /** Unique in the installation: the last part of the survey link. */
  slug: text().notNull().unique(),
  name: text().notNull(),
  /** When the region was retired, in milliseconds since the epoch. Its link works for 30 more days. */
  retiredAt: integer(),
  /** The region that took over its work. */
  successorId: integer(),
});

/**
 * A group of a department's customers, such as clients or partner agencies (docs/policies/nc-dhhs-customer-service.md).
 * Never deleted: responses name it.
 */
export const customerGroup = sqliteTable(
  'customer_group',
  {
    id: integer().primaryKey(),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    /** The `group` parameter of a survey link, such as `family-member`. */
    code: text().notNull(),
    /** By language, as JSON: `{"en": "Family member"}`. A language without a name uses the first of them. */
    names: text().notNull(),
    /** Its place in the list, 1 and up. */
    place: integer().notNull(),
    createdAt: integer().notNull(),
    /** When it stopped being offered, in milliseconds since the epoch. */
    endedAt: integer(),
  },
  (table) => [unique('customer_group_code').on(table.departmentId, table.code)],
);

/** A member of staff who may be thanked. Never deleted: responses name them. */
export const employee = sqliteTable(
  'employee',
  {
    id: integer().primaryKey(),
    regionId: integer()
      .notNull()
      .references(() => region.id),
    name: text().notNull(),
    email: text(),
    /** Who else is notified when the employee is thanked. */
    supervisorName: text(),
    supervisorEmail: text(),
    /** The `employee` parameter of a survey link: 128 bits or more, so that it cannot be guessed. */
    code: text().notNull().unique(),
    /** The person that they sign in as, if known: no one is assigned a complaint about themselves. */
    personId: text()
      .unique('employee_person')
      .references(() => person.id),
    /** When the code stopped working, in milliseconds since the epoch. */
    leftAt: integer(),
    createdAt: integer().notNull(),
    /** When an email with their signature was last queued, in milliseconds since the epoch. */
    signatureEmailedAt: integer(),
  },
  (table) => [index('employee_region').on(table.regionId)],
);

/** A team that may be thanked as one, such as a front desk. Never deleted: thank-yous name it. */
export const team = sqliteTable(
  'team',
  {
    id: integer().primaryKey(),
    regionId: integer()
      .notNull()
      .references(() => region.id),
    name: text().notNull(),
    createdAt: integer().notNull(),
    /** When it stopped being offered, in milliseconds since the epoch. */
    endedAt: integer(),
  },
  (table) => [unique('team_name').on(table.regionId, table.name)],
);

export const teamMember = sqliteTable(
  'team_member',
  {
    teamId: integer()
      .notNull()
      .references(() => team.id),
    employeeId: integer()
      .notNull()
      .references(() => employee.id),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.employeeId] })],
);

/** One completed survey. Triggers keep the tallies, so never write to it with OR REPLACE or OR IGNORE. */
export const response = sqliteTable(
  'response',
  {
    id: text().primaryKey(),
    regionId: integer()
      .notNull()
      .references(() => region.id),
    /** The fiscal quarter that it counts in, by its first month: `2026-07`. */
    quarter: text().notNull(),
    /** The month that it counts in (docs/design.md §3.6): `2026-08`. Null until `fillMonths` has run once. */
    month: text(),
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
    /** The employee whose link was opened, if known. */
    employeeId: integer().references(() => employee.id),
    /** The date on a paper form, `2026-10-03`, and the batch it was entered in. */
    paperDate: text(),
    batchId: integer().references(() => paperBatch.id),
    /**
     * A keyed hash of the request as sent. A replay has the same hash; different content under the same id does not.
     */
    fingerprint: text().notNull(),
    /** When it was excluded, in milliseconds since the epoch; `exclusion` has the reason and the person. */
    excludedAt: integer(),
    /** 1 if the writer said that their words may be shown to others, otherwise null. */
    mayShow: integer(),
    /** The customer group that the respondent chose or the link carried, if known. */
    groupId: integer().references(() => customerGroup.id),
    /** The campaign whose link was opened, if it was running. */
    campaignId: integer().references((): AnySQLiteColumn => campaign.id),
  },
  (table) => [
    ...items.map((item) => check(`response_${item}`, sql`${table[item]} in (1, 2, 3, 4, 5)`)),
    check('response_rated', sql.raw(`coalesce(${items.map((item) => `"${item}"`).join(', ')}) is not null`)),
    index('response_quarter').on(table.quarter, table.regionId),
    index('response_comment')
      .on(table.quarter, table.regionId)
      .where(sql`comment IS NOT NULL`),
    index('response_batch')
      .on(table.batchId)
      .where(sql`batch_id IS NOT NULL`),
    index('response_excluded')
      .on(table.quarter, table.regionId)
      .where(sql`excluded_at IS NOT NULL`),
  ],
);

/** Why a response may not have come from a customer. It still counts until someone excludes it. */
export const responseFlag = sqliteTable(
  'response_flag',
  {
    responseId: text().notNull(),
    /**
     * The reasons, in order: the hidden field was filled in; sent faster than anyone reads; sent from another site's
     * page; one of many identical ones; one of many from one network; staff rating themselves.
     */
    kind: text({ enum: ['trap', 'fast', 'foreign', 'burst', 'many', 'self'] }).notNull(),
    /** Copied from the response, where they never change, for finding it. */
    regionId: integer().notNull(),
    quarter: text().notNull(),
    flaggedAt: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.responseId, table.kind] }),
    index('response_flag_quarter').on(table.quarter, table.regionId, table.flaggedAt),
  ],
);

/** An exclusion of a response from the figures, with the reason, and whether it was reversed. Never deleted. */
export const exclusion = sqliteTable(
  'exclusion',
  {
    id: integer().primaryKey(),
    /** Not a foreign key: the response may have been erased. */
    responseId: text().notNull(),
    reason: text().notNull(),
    excludedAt: integer().notNull(),
    excludedBy: text()
      .notNull()
      .references(() => person.id),
    restoredAt: integer(),
    restoredBy: text().references(() => person.id),
  },
  (table) => [index('exclusion_response').on(table.responseId)],
);

/**
 * A legal hold: data that would be deleted for its age is kept, at the request of a court or an auditor. Ended, never
 * deleted.
 */
export const legalHold = sqliteTable('legal_hold', {
  id: integer().primaryKey(),
  departmentId: integer()
    .notNull()
    .references(() => department.id),
  reason: text().notNull(),
  placedAt: integer().notNull(),
  /** A person's id, or `command line`. */
  placedBy: text().notNull(),
  liftedAt: integer(),
  liftedBy: text(),
});

/** A quarter whose responses were deleted for their age: its tallies are no longer valid (docs/design.md §3.9). */
export const purgedQuarter = sqliteTable(
  'purged_quarter',
  {
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    quarter: text().notNull(),
    /** When its first response was deleted. */
    purgedAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.departmentId, table.quarter] })],
);

/** Which collector runs a job now, so that only one of several on a database does. */
export const jobLease = sqliteTable('job_lease', {
  job: text().primaryKey(),
  /** The collector's id, a UUID created at startup. */
  holder: text().notNull(),
  /** When the lease ends and anyone may take it, in milliseconds since the epoch. */
  until: integer().notNull(),
});

/** The name of the column that counts an item's ratings of that value. */
export const counterOf = (item: Item, value: Rating) => `${item}${value}` as const;

/** How often each item was rated with each value: one column for each of the 30. */
export const counters = items.flatMap((item) => scale.map((value) => counterOf(item, value)));

type Counter = ReturnType<typeof counterOf>;
const counterColumns = Object.fromEntries(counters.map((name) => [name, integer().notNull().default(0)])) as Record<
  Counter,
  ReturnType<ReturnType<ReturnType<typeof integer>['notNull']>['default']>
>;

// The tallies are made WITHOUT ROWID, which Drizzle has no syntax for: a row is then written once and not once more in
// an index. If a migration rebuilds one of them, add it to the generated SQL. The key starts with region and quarter, so
// that a quarter's rows are together.

/** How often each item of a region was rated with each value in a month (docs/design.md §3.6). */
export const ratingTally = sqliteTable(
  'rating_tally',
  { regionId: integer().notNull(), quarter: text().notNull(), month: text().notNull(), ...counterColumns },
  // Without a check that none is negative, unlike the next two: for 30 counters it costs time with every response.
  (table) => [primaryKey({ columns: [table.regionId, table.quarter, table.month] })],
);

/** How many respondents of a region gave `k` ratings that sum to `s` in a month (docs/design.md §3.6). */
export const responseTally = sqliteTable(
  'response_tally',
  {
    regionId: integer().notNull(),
    quarter: text().notNull(),
    month: text().notNull(),
    k: integer().notNull(),
    s: integer().notNull(),
    responses: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.regionId, table.quarter, table.month, table.k, table.s] }),
    check('response_tally_responses', sql`${table.responses} >= 0`),
  ],
);

/** How many responses of a region came through each channel and language in a month; unknown ones are the empty text. */
export const originTally = sqliteTable(
  'origin_tally',
  {
    regionId: integer().notNull(),
    quarter: text().notNull(),
    month: text().notNull(),
    channel: text().notNull(),
    language: text().notNull(),
    responses: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.regionId, table.quarter, table.month, table.channel, table.language] }),
    check('origin_tally_responses', sql`${table.responses} >= 0`),
  ],
);

// The next four are kept per quarter, since nothing shows them by month, and have no rows for responses without a group or
// a campaign, so that these cost nothing where they are not used.

/** How often each item was rated with each value by a customer group of a region in a quarter. */
export const groupRatingTally = sqliteTable(
  'group_rating_tally',
  { regionId: integer().notNull(), quarter: text().notNull(), groupId: integer().notNull(), ...counterColumns },
  (table) => [primaryKey({ columns: [table.regionId, table.quarter, table.groupId] })],
);

/** How many respondents of a customer group of a region gave `k` ratings that sum to `s` in a quarter. */
export const groupResponseTally = sqliteTable(
  'group_response_tally',
  {
    regionId: integer().notNull(),
    quarter: text().notNull(),
    groupId: integer().notNull(),
    k: integer().notNull(),
    s: integer().notNull(),
    responses: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.regionId, table.quarter, table.groupId, table.k, table.s] }),
    check('group_response_tally_responses', sql`${table.responses} >= 0`),
  ],
);

/** How often each item was rated with each value by a region's respondents of a campaign in a quarter. */
export const campaignRatingTally = sqliteTable(
  'campaign_rating_tally',
  { campaignId: integer().notNull(), regionId: integer().notNull(), quarter: text().notNull(), ...counterColumns },
  (table) => [primaryKey({ columns: [table.campaignId, table.regionId, table.quarter] })],
);

/** How many of a region's respondents of a campaign gave `k` ratings that sum to `s` in a quarter. */
export const campaignResponseTally = sqliteTable(
  'campaign_response_tally',
  {
    campaignId: integer().notNull(),
    regionId: integer().notNull(),
    quarter: text().notNull(),
    k: integer().notNull(),
    s: integer().notNull(),
    responses: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.campaignId, table.regionId, table.quarter, table.k, table.s] }),
    check('campaign_response_tally_responses', sql`${table.responses} >= 0`),
  ],
);

/** The ids of erased responses: a copy that arrives later is not stored (docs/design.md §4, replays). */
export const erasedResponse = sqliteTable('erased_response', {
  id: text().primaryKey(),
  quarter: text().notNull(),
  receivedAt: integer().notNull(),
  fingerprint: text().notNull(),
  erasedAt: integer().notNull(),
  reason: text().notNull(),
});

/** Paper forms that one person enters in one session. */
export const paperBatch = sqliteTable('paper_batch', {
  id: integer().primaryKey(),
  regionId: integer()
    .notNull()
    .references(() => region.id),
  personId: text()
    .notNull()
    .references(() => person.id),
  startedAt: integer().notNull(),
  /** When the person marked the batch as done. */
  endedAt: integer(),
});

/** Marks a comment as hidden, or as passed on because it is about danger or abuse. The comment itself never changes. */
export const commentMark = sqliteTable(
  'comment_mark',
  {
    id: integer().primaryKey(),
    /** Not a foreign key: the response may have been erased. */
    responseId: text().notNull(),
    kind: text({ enum: ['hidden', 'flagged'] }).notNull(),
    reason: text().notNull(),
    markedAt: integer().notNull(),
    markedBy: text()
      .notNull()
      .references(() => person.id),
    liftedAt: integer(),
    liftedBy: text().references(() => person.id),
  },
  (table) => [index('comment_mark_response').on(table.responseId)],
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
    /** In hundredths, at close. */
    target: integer().notNull(),
    /** The published figures, as JSON: closed figures are read from here and never recomputed. */
    figures: text().notNull(),
    /** The hash of `figures`, in hexadecimal. */
    sha256: text().notNull(),
    /** The tallies of every region that the figures were computed from, as JSON. */
    tallies: text().notNull(),
    /** The tallies of every customer group of the department, as JSON; null if nobody named one. */
    groups: text(),
    closedAt: integer().notNull(),
    /** A person's id, or how else it was made, such as `schedule`. */
    closedBy: text().notNull(),
    /** Of a restatement: its class, and why. */
    class: text({ enum: ['late paper', 'error', 'exclusion', 'erasure'] }),
    reason: text(),
  },
  (table) => [unique('snapshot_version').on(table.departmentId, table.quarter, table.version)],
);

/** A restatement of a closed quarter while a representative prepares it (docs/design.md §3.9). */
export const restatement = sqliteTable(
  'restatement',
  {
    id: integer().primaryKey(),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    quarter: text().notNull(),
    class: text({ enum: ['late paper', 'error', 'exclusion', 'erasure'] }).notNull(),
    reason: text().notNull(),
    /** The version whose figures it changes. */
    basedOn: text()
      .notNull()
      .references(() => snapshot.id),
    openedAt: integer().notNull(),
    openedBy: text()
      .notNull()
      .references(() => person.id),
    /** When it was made or dropped; null while it is being prepared. */
    closedAt: integer(),
    /** The version that it made; null if it was dropped. */
    madeVersion: text().references(() => snapshot.id),
  },
  (table) => [
    uniqueIndex('restatement_open')
      .on(table.departmentId, table.quarter)
      .where(sql`closed_at IS NULL`),
  ],
);

/** One change to the responses of a closed quarter, which takes effect when its restatement is made. */
export const restatementChange = sqliteTable(
  'restatement_change',
  {
    /** Made by the form, so that sending it twice adds one change. */
    id: text().primaryKey(),
    restatementId: integer()
      .notNull()
      .references(() => restatement.id),
    kind: text({ enum: ['paper form', 'correction', 'exclusion', 'inclusion', 'erasure'] }).notNull(),
    /** The response that it changes or adds. Not a foreign key: it may not exist yet, or may have been erased. */
    responseId: text().notNull(),
    /** What was typed from a paper form, as JSON. Deleted when the restatement is made or dropped. */
    content: text(),
    at: integer().notNull(),
    personId: text()
      .notNull()
      .references(() => person.id),
  },
  (table) => [unique('restatement_change_once').on(table.restatementId, table.responseId)],
);

/** One step of a quarter on its way to the executive office (docs/design.md §3.13). Never changed or deleted. */
export const submissionEvent = sqliteTable(
  'submission_event',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    quarter: text().notNull(),
    kind: text({ enum: ['handed in', 'returned', 'submitted', 'received', 'restated'] }).notNull(),
    /** The version that it is about. */
    snapshotId: text()
      .notNull()
      .references(() => snapshot.id),
    at: integer().notNull(),
    /** A person's id, or `command line`. */
    personId: text().notNull(),
    /** The reason for returning it, why there is no data, or another note. */
    text: text(),
    /** The number of events of this department and quarter before this one: of two people, one is first. */
    position: integer().notNull(),
  },
  (table) => [unique('submission_event_once').on(table.departmentId, table.quarter, table.position)],
);

/**
 * A signed submission. Each names the one before it in its department, so that a missing one shows (docs/design.md
 * §3.13). Never changed or deleted.
 */
export const submission = sqliteTable(
  'submission',
  {
    /** The hash of the manifest, in hexadecimal. */
    sha256: text().primaryKey(),
    eventId: integer()
      .notNull()
      .references(() => submissionEvent.id),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    quarter: text().notNull(),
    snapshotId: text()
      .notNull()
      .references(() => snapshot.id),
    /** The hash of the department's submission before it; the empty text for the first. */
    previous: text().notNull(),
    /** Canonical JSON (RFC 8785). */
    manifest: text().notNull(),
    /** The Ed25519 signature of the manifest, in base64url, and the id of the key. */
    signature: text().notNull(),
    keyId: text()
      .notNull()
      .references(() => signingKey.id),
    submittedAt: integer().notNull(),
  },
  (table) => [unique('submission_previous').on(table.departmentId, table.previous)],
);

/**
 * What a representative did so that the public sees a submitted quarter, or no longer sees it. The last event of a quarter
 * counts. Never changed or deleted.
 */
export const publicationEvent = sqliteTable(
  'publication_event',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    quarter: text().notNull(),
    kind: text({ enum: ['published', 'withdrawn'] }).notNull(),
    /** The submission that the public sees, or saw until then. */
    submission: text()
      .notNull()
      .references(() => submission.sha256),
    /** Which actions of plans are shown with it, as JSON; null if it was withdrawn. */
    done: text(),
    /** Why it was withdrawn. The public reads it. */
    reason: text(),
    at: integer().notNull(),
    personId: text()
      .notNull()
      .references(() => person.id),
    /** The number of events of this department and quarter before this one: of two people, one is first. */
    position: integer().notNull(),
  },
  (table) => [unique('publication_event_once').on(table.departmentId, table.quarter, table.position)],
);

/**
 * A department's customer groups in a fiscal year, as everyone outside the department sees them (docs/design.md §3.10).
 * Made once, when its last quarter was submitted: with a second version, what a few people said could be worked out.
 * Never changed or deleted.
 */
export const groupYear = sqliteTable(
  'group_year',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    /** The first month of the fiscal year: `2025-07`. */
    year: text().notNull(),
    /** The figures without small groups, as JSON. */
    figures: text().notNull(),
    /** The hash of `figures`, in hexadecimal. */
    sha256: text().notNull(),
    /** The versions of its quarters that it was made from, oldest first, as JSON: ids of snapshots. */
    snapshots: text().notNull(),
    madeAt: integer().notNull(),
  },
  (table) => [unique('group_year_once').on(table.departmentId, table.year)],
);

/** A public key that submissions were signed with. The private key is in a file outside the database. */
export const signingKey = sqliteTable('signing_key', {
  /** The key's thumbprint (RFC 7638). */
  id: text().primaryKey(),
  /** As a JSON Web Key. */
  publicKey: text().notNull(),
  createdAt: integer().notNull(),
  /** When another key took its place: what it signed after that is not valid. */
  retiredAt: integer(),
});

/** A new sign-in at the identity provider that a person was sent to, to prove that they submit a quarter themselves. */
export const stepUp = sqliteTable('step_up', {
  /** The SHA-256 of the request's state. */
  sha256: text().primaryKey(),
  personId: text()
    .notNull()
    .references(() => person.id),
  sessionId: text().notNull(),
  /** What it proves: the department, the quarter, the hash of the version, and the note, as JSON. */
  purpose: text().notNull(),
  nonce: text().notNull(),
  codeVerifier: text().notNull(),
  createdAt: integer().notNull(),
  /** When the browser came back with it: it works once. */
  usedAt: integer(),
});

/** The emails about submissions that were queued, so that each is sent once. */
export const submissionReminder = sqliteTable(
  'submission_reminder',
  {
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    quarter: text().notNull(),
    /** Such as `hand in soon` or `overdue`. */
    kind: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.departmentId, table.quarter, table.kind] })],
);

/** A region's action plan for a quarter below target (docs/policies/heart-cws.md, step 3; docs/design.md §3.8). */
export const actionPlan = sqliteTable(
  'action_plan',
  {
    id: integer().primaryKey(),
    regionId: integer()
      .notNull()
      .references(() => region.id),
    quarter: text().notNull(),
    stage: text({ enum: ['watch', 'withdrawn', 'required', 'agreed', 'completed'] }).notNull(),
    ...workColumns(() => person.id),
    /** In hundredths, as it was when the plan was opened. */
    target: integer().notNull(),
    /** The region's tallies when the plan was opened, and when it was confirmed or withdrawn. */
    openedOn: text().notNull(),
    decidedOn: text(),
    decidedAt: integer(),
    /** In hundredths, at close. */
    decidedTarget: integer(),
    /** The region's first open plan at close: its quarter stays the baseline of this plan's verdict. */
    continues: integer().references((): AnySQLiteColumn => actionPlan.id),
    /** Grows with each change of what is written, so that no one overwrites a change that they have not seen. */
    version: integer().notNull().default(0),
    cause: text(),
    causeClass: text({ enum: ['people', 'process', 'information', 'place', 'volume', 'other'] }),
    /** What the plan is measured by: the average, or one item. */
    figure: text({ enum: ['average', ...items] }),
    /** The figure's goal, in hundredths. */
    goal: integer(),
    /** Who checks on the plan; not its only owner. */
    monitorId: text().references(() => person.id),
    /** When it was sent for approval; null while it is being written. */
    sentAt: integer(),
    sentBy: text().references(() => person.id),
    agreedAt: integer(),
    /** What the plan was completed on, as JSON: its verdict with the figures and hashes behind it. */
    verdict: text(),
    /** Why it was completed without a verdict of two quarters. */
    noVerdictReason: text(),
  },
  (table) => [
    unique('action_plan_region_quarter').on(table.regionId, table.quarter),
    check('action_plan_stage', sql`${table.stage} in ('watch', 'withdrawn', 'required', 'agreed', 'completed')`),
  ],
);

/** One of up to five actions of a plan. */
export const planAction = sqliteTable(
  'plan_action',
  {
    /** Made by the form, so that sending it twice adds one action. */
    id: text().primaryKey(),
    planId: integer()
      .notNull()
      .references(() => actionPlan.id),
    text: text().notNull(),
    ownerId: text().references(() => person.id),
    /** `2027-02-12`, in the department's zone. */
    dueOn: text().notNull(),
    strength: text({ enum: ['strong', 'intermediate', 'weak'] }).notNull(),
    createdAt: integer().notNull(),
    state: text({ enum: ['open', 'done', 'dropped'] })
      .notNull()
      .default('open'),
    /** What shows that it was done, or the reason for dropping it. */
    outcome: text(),
    endedAt: integer(),
    endedBy: text().references(() => person.id),
  },
  (table) => [index('plan_action_plan').on(table.planId)],
);

/** A comment that a plan quotes. Its words stay with the response, so that erasing or hiding it takes effect here too. */
export const planQuote = sqliteTable(
  'plan_quote',
  {
    planId: integer()
      .notNull()
      .references(() => actionPlan.id),
    /** Not a foreign key: the response may have been erased. */
    responseId: text().notNull(),
    quotedAt: integer().notNull(),
    quotedBy: text()
      .notNull()
      .references(() => person.id),
  },
  (table) => [primaryKey({ columns: [table.planId, table.responseId] })],
);

/** The history of a plan, in order: who sent it, returned it with a reason, agreed to it, and completed it. */
export const planEvent = sqliteTable(
  'plan_event',
  {
    id: integer().primaryKey(),
    planId: integer()
      .notNull()
      .references(() => actionPlan.id),
    kind: text({ enum: ['sent', 'returned', 'agreed', 'completed'] }).notNull(),
    at: integer().notNull(),
    personId: text()
      .notNull()
      .references(() => person.id),
    /** Why it was returned. */
    reason: text(),
  },
  (table) => [index('plan_event_plan').on(table.planId, table.id)],
);

/** How a plan was going when someone checked on it; the note with the same id has the words. */
export const planCheckIn = sqliteTable('plan_check_in', {
  noteId: text().primaryKey(),
  state: text({ enum: ['on track', 'behind', 'stuck'] }).notNull(),
});

/** The emails about plans that were queued, so that each is sent once. */
export const planReminder = sqliteTable(
  'plan_reminder',
  {
    planId: integer()
      .notNull()
      .references(() => actionPlan.id),
    /** Such as `watch`, `required`, `due soon`, `overdue`, or `action due` with the action's id. */
    kind: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.planId, table.kind] })],
);

/**
 * What was done about a comment that may deserve a thank-you (docs/policies/heart-cws.md, step 3). One row for each comment,
 * so that it is answered once.
 */
export const recognition = sqliteTable(
  'recognition',
  {
    id: integer().primaryKey(),
    /** Not a foreign key: the response may have been erased. */
    responseId: text().notNull().unique('recognition_response'),
    /** Copied from the response, where they never change. */
    regionId: integer()
      .notNull()
      .references(() => region.id),
    quarter: text().notNull(),
    stage: text({ enum: ['open', 'dismissed', 'thanked'] }).notNull(),
    /** The owner is the person who has it in hand. */
    ...workColumns(() => person.id),
    /** Who thanked, or said that it is not a thank-you, and when. */
    decidedBy: text().references(() => person.id),
    decidedAt: integer(),
    /** Made by the form that sent it, so that only the first of two people adds recipients. */
    sendId: text(),
    /** Whole days from the response to the thank-you. */
    days: integer(),
    /** The team that was thanked, if it was one. */
    teamId: integer().references(() => team.id),
    /** The letters of HEART that it is about, in that order, such as `HR`. Null after 12 months. */
    letters: text(),
    /** The pieces of the stored comment that are left out, as JSON: [start, end) in UTF-16 units. */
    cuts: text(),
    /** The sender's own words. */
    line: text(),
    /** What a second person decided about showing the quote to the public. */
    publicDecision: text({ enum: ['approved', 'declined'] }),
    publicBy: text().references(() => person.id),
    publicAt: integer(),
  },
  (table) => [
    index('recognition_region').on(table.regionId, table.quarter),
    check('recognition_stage', sql`${table.stage} in ('open', 'dismissed', 'thanked')`),
  ],
);

/** An employee who was thanked. Deleted after 12 months, so that nothing adds up over a career. */
export const recognitionRecipient = sqliteTable(
  'recognition_recipient',
  {
    /** A UUID: the email is about it. */
    id: text().primaryKey(),
    recognitionId: integer()
      .notNull()
      .references(() => recognition.id),
    employeeId: integer()
      .notNull()
      .references(() => employee.id),
    /** How the employee wants to be shown with the quote; null until they choose. `hidden`: not at all. */
    shownAs: text({ enum: ['first name', 'team', 'hidden'] }),
    chosenAt: integer(),
  },
  (table) => [
    unique('recognition_recipient_once').on(table.recognitionId, table.employeeId),
    index('recognition_recipient_employee').on(table.employeeId),
  ],
);

/** A link in a thank-you, where its recipient chooses how to be shown. Only its SHA-256 is stored. */
export const recognitionLink = sqliteTable(
  'recognition_link',
  {
    sha256: text().primaryKey(),
    recipientId: text()
      .notNull()
      .references(() => recognitionRecipient.id),
    createdAt: integer().notNull(),
  },
  (table) => [index('recognition_link_recipient').on(table.recipientId)],
);

/** An employee or a team was thanked for all five letters of HEART within a quarter. Said once, without a total. */
export const heartQuarter = sqliteTable(
  'heart_quarter',
  {
    id: integer().primaryKey(),
    quarter: text().notNull(),
    /** One of the two. */
    employeeId: integer().references(() => employee.id),
    teamId: integer().references(() => team.id),
    reachedAt: integer().notNull(),
    celebratedAt: integer(),
    celebratedBy: text().references(() => person.id),
  },
  (table) => [
    unique('heart_quarter_employee').on(table.quarter, table.employeeId),
    unique('heart_quarter_team').on(table.quarter, table.teamId),
    check('heart_quarter_one', sql`(${table.employeeId} IS NULL) <> (${table.teamId} IS NULL)`),
  ],
);

/** A named inbox of people who handle cases. Ended, never deleted. */
export const desk = sqliteTable(
  'desk',
  {
    id: integer().primaryKey(),
    /** Null for a desk of the whole agency. */
    departmentId: integer().references(() => department.id),
    /** What it is for, if routing knows it: a department's own desk, or one of the agency's. */
    duty: text({ enum: ['department', 'clerk', 'treasury', 'chief administrative officer', 'accessibility'] }),
    slug: text().notNull().unique('desk_slug'),
    name: text().notNull(),
    /** 1 if a second administrator must confirm each new member, otherwise 0. */
    isRestricted: integer().notNull().default(0),
    createdAt: integer().notNull(),
    endedAt: integer(),
  },
  (table) => [
    uniqueIndex('desk_department')
      .on(table.departmentId)
      .where(sql`duty = 'department'`),
    uniqueIndex('desk_duty')
      .on(table.duty)
      .where(sql`duty <> 'department'`),
  ],
);

/** Which desk gets a department's cases of one kind; without a row, the kind's usual desk. */
export const caseRoute = sqliteTable(
  'case_route',
  {
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    kind: text().notNull(),
    deskId: integer()
      .notNull()
      .references(() => desk.id),
  },
  (table) => [primaryKey({ columns: [table.departmentId, table.kind] })],
);

/** A version of a department's rules for the clocks of its cases (docs/design.md §3.14). Never changed. */
export const caseRules = sqliteTable(
  'case_rules',
  {
    id: integer().primaryKey(),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    /** The pack that it began as, such as `dufferin`. */
    pack: text().notNull(),
    /** As JSON (`cases/rule-packs.ts`). */
    rules: text().notNull(),
    since: integer().notNull(),
    madeBy: text()
      .notNull()
      .references(() => person.id),
  },
  (table) => [index('case_rules_department').on(table.departmentId, table.since)],
);

/** A department's calendar from a moment on, so that finished clocks can be counted again as they were. Never changed. */
export const calendarVersion = sqliteTable(
  'calendar_version',
  {
    id: integer().primaryKey(),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    since: integer().notNull(),
    /** The zone, the holidays, the opening hours and the listed days, as JSON. */
    settings: text().notNull(),
  },
  (table) => [index('calendar_version_department').on(table.departmentId, table.since)],
);

/**
 * A complaint or a request (docs/policies/dufferin-2-3-12.md, section 6). What happened to it is in `caseEvent`. The texts
 * can be erased; they are then null.
 */
export const caseFile = sqliteTable(
  'case_file',
  {
    /** Never shown, because it tells how many there are. */
    id: integer().primaryKey(),
    /** What people call it: random, such as `7KQ4-X2MD`. */
    reference: text().notNull().unique('case_reference'),
    /** A keyed hash of the 16 digits that open it to whoever wrote it. */
    receiptHash: text().notNull().unique('case_receipt'),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    /** The office that it is about, if known. */
    regionId: integer().references(() => region.id),
    deskId: integer()
      .notNull()
      .references(() => desk.id),
    /**
     * Who may see it besides its owner: its desk and the department's managers; the managers only, because it may be about
     * someone at the desk; the managers only, because of danger; or a restricted desk only.
     */
    sight: text({ enum: ['desk', 'managers', 'danger', 'restricted'] }).notNull(),
    kind: text({
      enum: ['privacy', 'damage', 'delivery', 'level', 'courtesy', 'officials', 'discrimination', 'access', 'other'],
    }).notNull(),
    channel: text({
      enum: ['form', 'survey', 'comment', 'phone', 'voicemail', 'counter', 'letter', 'fax', 'email', 'social media'],
    }).notNull(),
    language: text().notNull(),
    stage: text({ enum: ['received', 'acknowledged', 'investigating', 'answered', 'closed', 'reopened'] }).notNull(),
    /** What happened, in the writer's words. */
    text: text(),
    /** When it came, in milliseconds since the epoch. */
    receivedAt: integer().notNull(),
    /** 1 if only the date and whether the office was open are known, so that it cannot be joined to an answer. */
    isTimeHidden: integer().notNull().default(0),
    /** Who entered it; null if its writer did. */
    enteredBy: text().references(() => person.id),
    /** The response whose comment it was. Not a foreign key: it may have been erased. */
    responseId: text(),
    /** Why it may be spam, separated by spaces: `trap`, `fast`, `foreign`, `burst`, `many`. */
    flags: text(),
    /** The receipt was made by this form, which may be sent twice. */
    sendId: text().unique('case_send'),
    /** The owner is the named handler. `dueOn` is the day of `dueAt`. */
    ...workColumns(() => person.id),
    /** How many steps it has had. A form that shows an older number was overtaken by someone else. */
    version: integer().notNull().default(1),
    /** The version of the rules that its clocks follow; null for the usual pack. */
    rulesId: integer().references(() => caseRules.id),
    /** The next three are counted from the events, and stored so that lists can sort by them. */
    dueAt: integer(),
    /** How many promises were broken so far. */
    breaches: integer().notNull().default(0),
    /** The version of the calendar that they were counted with; null for the first. */
    calendarId: integer().references(() => calendarVersion.id),
    /** 1 if its writer wrote since someone last answered or read it, otherwise 0. */
    isUnread: integer().notNull().default(1),
  },
  (table) => [
    index('case_open').on(table.deskId, table.closedAt, table.dueAt, table.isUnread),
    index('case_department').on(table.departmentId, table.closedAt, table.dueAt, table.isUnread),
    index('case_owner').on(table.ownerId, table.closedAt, table.dueAt, table.isUnread),
    index('case_received').on(table.departmentId, table.receivedAt),
    index('case_desk_received').on(table.deskId, table.receivedAt),
    index('case_response')
      .on(table.responseId)
      .where(sql`response_id IS NOT NULL`),
  ],
);

/** How to reach the writer and how they wish to be called. Apart from the case, with its own retention. */
export const caseContact = sqliteTable('case_contact', {
  caseId: integer()
    .primaryKey()
    .references(() => caseFile.id),
  title: text(),
  name: text(),
  email: text(),
  phone: text(),
  /** A postal address. */
  post: text(),
});

/** An employee whom a case is about: the person linked to them neither sees nor handles it. */
export const caseAbout = sqliteTable(
  'case_about',
  {
    caseId: integer()
      .notNull()
      .references(() => caseFile.id),
    employeeId: integer()
      .notNull()
      .references(() => employee.id),
    namedAt: integer().notNull(),
    namedBy: text()
      .notNull()
      .references(() => person.id),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.employeeId] })],
);

/** What happened to a case, in order. Append-only and without anything that someone wrote; the clocks are counted from it. */
export const caseEvent = sqliteTable(
  'case_event',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    caseId: integer()
      .notNull()
      .references(() => caseFile.id),
    kind: text().notNull(),
    /** When it happened, in milliseconds since the epoch; a pause may have begun before it was entered. */
    at: integer().notNull(),
    /** Null for the writer or the collector. */
    personId: text().references(() => person.id),
    /** As JSON, by kind (`cases/events.ts`). */
    detail: text(),
  },
  (table) => [index('case_event_case').on(table.caseId, table.at, table.id)],
);

/** What was written to the writer of a case or by them. */
export const caseMessage = sqliteTable(
  'case_message',
  {
    /** Made by the form, so that sending it twice adds one message. */
    id: text().primaryKey(),
    caseId: integer()
      .notNull()
      .references(() => caseFile.id),
    kind: text({
      enum: ['from writer', 'acknowledgement', 'message', 'extension', 'answer', 'second stage', 'second answer'],
    }).notNull(),
    at: integer().notNull(),
    /** Null for the writer. */
    personId: text().references(() => person.id),
    /** How it goes out; the writer can read all of them with the receipt. Null if it came in. */
    way: text({ enum: ['email', 'print', 'receipt'] }),
    /** Null once it was erased. */
    text: text(),
  },
  (table) => [index('case_message_case').on(table.caseId, table.at)],
);

/** A report of danger or abuse in a case, outside every clock. It ends with what was done about it. */
export const caseDanger = sqliteTable(
  'case_danger',
  {
    id: integer().primaryKey(),
    caseId: integer()
      .notNull()
      .references(() => caseFile.id),
    raisedAt: integer().notNull(),
    /** Null if the words of the case raised it. */
    raisedBy: text().references(() => person.id),
    outcome: text({ enum: ['reported', 'not reportable'] }),
    /** The day of the report, `2027-02-12`. */
    outcomeOn: text(),
    /** To whom it was reported, or why it was not reportable. Null once it was erased. */
    outcomeText: text(),
    outcomeBy: text().references(() => person.id),
    outcomeAt: integer(),
  },
  (table) => [index('case_danger_case').on(table.caseId)],
);

/** The emails about due dates that were queued, so that each is sent once. */
export const caseReminder = sqliteTable(
  'case_reminder',
  {
    caseId: integer()
      .notNull()
      .references(() => caseFile.id),
    /** The clock, the days left and the due date, such as `answer 2 2027-02-12`. */
    kind: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.kind] })],
);

/** A department's own words for the letters about its cases, in one language. Without a row, the standard text. */
export const letterTemplate = sqliteTable(
  'letter_template',
  {
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    language: text().notNull(),
    /** Such as `acknowledgement` (`letters/letters.ts`). */
    kind: text().notNull(),
    text: text().notNull(),
    updatedAt: integer().notNull(),
    updatedBy: text()
      .notNull()
      .references(() => person.id),
  },
  (table) => [primaryKey({ columns: [table.departmentId, table.language, table.kind] })],
);

/** A letter about a case, as it was sent. It is to the case's writer if it brings a message, otherwise to someone else. */
export const caseLetter = sqliteTable(
  'case_letter',
  {
    /** Made by the form, so that sending it twice makes one letter. */
    id: text().primaryKey(),
    caseId: integer()
      .notNull()
      .references(() => caseFile.id),
    messageId: text().references(() => caseMessage.id),
    kind: text({
      enum: [
        'acknowledgement',
        'message',
        'extension',
        'answer',
        'second stage',
        'second answer',
        'breach notice',
        'commissioner notice',
      ],
    }).notNull(),
    language: text().notNull(),
    /** The date on it, `2027-02-12`. */
    day: text().notNull(),
    madeAt: integer().notNull(),
    madeBy: text()
      .notNull()
      .references(() => person.id),
    /** Its letterhead, addressee, text and signature as JSON. Null once it was erased. */
    content: text(),
  },
  (table) => [
    index('case_letter_case').on(table.caseId, table.madeAt),
    uniqueIndex('case_letter_message')
      .on(table.messageId)
      .where(sql`message_id IS NOT NULL`),
  ],
);

/** What is done because of a case, even after its answer. */
export const caseAction = sqliteTable(
  'case_action',
  {
    /** Made by the form. */
    id: text().primaryKey(),
    caseId: integer()
      .notNull()
      .references(() => caseFile.id),
    /** Null once it was erased. */
    text: text(),
    ...workColumns(() => person.id),
    openedBy: text()
      .notNull()
      .references(() => person.id),
    /** How it ended. */
    ending: text({ enum: ['done', 'dropped'] }),
    /** What came of it, or why it was dropped. Null once it was erased. */
    outcome: text(),
    closedBy: text().references(() => person.id),
  },
  (table) => [
    index('case_action_case').on(table.caseId),
    index('case_action_owner').on(table.ownerId, table.closedAt, table.dueOn),
    index('case_action_due')
      .on(table.dueOn)
      .where(sql`closed_at IS NULL`),
  ],
);

/**
 * What procedure or expectation should change, asked when a promise was broken (docs/policies/dss-principles.md, section 4).
 * It names nobody: the trends show it.
 */
export const caseImprovement = sqliteTable(
  'case_improvement',
  {
    /** Made by the form. */
    id: text().primaryKey(),
    caseId: integer()
      .notNull()
      .references(() => caseFile.id),
    at: integer().notNull(),
    personId: text()
      .notNull()
      .references(() => person.id),
    answer: text({ enum: ['change', 'nothing'] }).notNull(),
    /** Null once it was erased. */
    text: text(),
  },
  (table) => [index('case_improvement_case').on(table.caseId)],
);

/** Two cases that belong together. A duplicate stays a case of its own, with its own clocks and answer. */
export const caseLink = sqliteTable(
  'case_link',
  {
    caseId: integer()
      .notNull()
      .references(() => caseFile.id),
    /** For a duplicate: the case that came first. */
    otherId: integer()
      .notNull()
      .references(() => caseFile.id),
    kind: text({ enum: ['duplicate', 'related'] }).notNull(),
    at: integer().notNull(),
    personId: text()
      .notNull()
      .references(() => person.id),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.otherId] }), index('case_link_other').on(table.otherId)],
);

/** A need that is passed on to another agency, only with the writer's permission (docs/policies/dss-principles.md, section 2). */
export const caseReferral = sqliteTable(
  'case_referral',
  {
    /** Made by the form. */
    id: text().primaryKey(),
    caseId: integer()
      .notNull()
      .references(() => caseFile.id),
    /** To whom. The texts are null once they were erased. */
    agency: text(),
    need: text(),
    askedAt: integer().notNull(),
    askedBy: text()
      .notNull()
      .references(() => person.id),
    permission: text({ enum: ['asked', 'given', 'refused'] }).notNull(),
    /** How the writer answered. */
    permissionWay: text({ enum: ['in writing', 'by phone', 'in person'] }),
    permissionAt: integer(),
    permissionBy: text().references(() => person.id),
    passedAt: integer(),
    passedBy: text().references(() => person.id),
    /** The day to ask whether they were helped, `2027-02-12`. */
    followUpOn: text(),
    followedUpAt: integer(),
    followedUpBy: text().references(() => person.id),
    outcome: text(),
  },
  (table) => [
    index('case_referral_case').on(table.caseId),
    index('case_referral_follow_up')
      .on(table.followUpOn)
      .where(sql`followed_up_at IS NULL AND passed_at IS NOT NULL`),
  ],
);

/** Whether a case of privacy was a breach, and who was told (docs/policies/dufferin-2-3-12.md, section 6.3). */
export const caseBreach = sqliteTable('case_breach', {
  caseId: integer()
    .primaryKey()
    .references(() => caseFile.id),
  /** 1 if it was a breach, otherwise 0. */
  isBreach: integer().notNull(),
  /** Null once it was erased. */
  reason: text(),
  decidedAt: integer().notNull(),
  decidedBy: text()
    .notNull()
    .references(() => person.id),
  /** The days of the notices, `2027-02-12`. */
  personNotifiedOn: text(),
  personNotifiedBy: text().references(() => person.id),
  commissionerNotifiedOn: text(),
  commissionerNotifiedBy: text().references(() => person.id),
});

/** How a department handles its cases, beyond the rules of its clocks. */
export const caseSettings = sqliteTable('case_settings', {
  departmentId: integer()
    .primaryKey()
    .references(() => department.id),
  /** The region whose survey asks how a case was handled; null for the survey of the case's own office. */
  surveyRegionId: integer().references(() => region.id),
});

/** How long a department keeps cases of one kind, in months after they were closed. Without a row, the usual times. */
export const caseRetention = sqliteTable(
  'case_retention',
  {
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    kind: text().notNull(),
    minMonths: integer().notNull(),
    maxMonths: integer().notNull(),
    /** How long the writer's contact information are kept. */
    contactMonths: integer().notNull(),
    /** The number of the rule in the records authority's schedule. */
    authority: text(),
    updatedAt: integer().notNull(),
    updatedBy: text()
      .notNull()
      .references(() => person.id),
  },
  (table) => [primaryKey({ columns: [table.departmentId, table.kind] })],
);

/** Nothing of a case is erased while it has a hold that was not lifted, nor while its department has one. */
export const caseHold = sqliteTable(
  'case_hold',
  {
    id: integer().primaryKey(),
    caseId: integer()
      .notNull()
      .references(() => caseFile.id),
    reason: text().notNull(),
    placedAt: integer().notNull(),
    placedBy: text()
      .notNull()
      .references(() => person.id),
    liftedAt: integer(),
    liftedBy: text().references(() => person.id),
  },
  (table) => [
    uniqueIndex('case_hold_one')
      .on(table.caseId)
      .where(sql`lifted_at IS NULL`),
  ],
);

/** Someone asks to erase a case before its time. A second person has to agree. */
export const caseErasure = sqliteTable(
  'case_erasure',
  {
    /** Made by the form. */
    id: text().primaryKey(),
    caseId: integer()
      .notNull()
      .references(() => caseFile.id),
    reason: text().notNull(),
    askedAt: integer().notNull(),
    askedBy: text()
      .notNull()
      .references(() => person.id),
    refusedAt: integer(),
    refusedBy: text().references(() => person.id),
  },
  (table) => [
    uniqueIndex('case_erasure_one')
      .on(table.caseId)
      .where(sql`refused_at IS NULL`),
  ],
);

/** That a case was erased: nothing that someone wrote, and no reference. */
export const erasedCase = sqliteTable(
  'erased_case',
  {
    id: integer().primaryKey(),
    /** Only during the commit that erases it: its history may be deleted then. */
    caseId: integer(),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    kind: text().notNull(),
    /** The months in which it came in and was closed, `2027-02`. */
    receivedIn: text().notNull(),
    closedIn: text(),
    erasedAt: integer().notNull(),
    why: text({ enum: ['age', 'early'] }).notNull(),
    /** Why early. It quotes nothing of the case. */
    reason: text(),
    askedBy: text().references(() => person.id),
    agreedBy: text().references(() => person.id),
    /** The rule of the records authority. */
    authority: text(),
    /** The SHA-256 of its form's id, so that a form that is sent again does not bring it back. */
    sendHash: text(),
  },
  (table) => [
    index('erased_case_department').on(table.departmentId, table.erasedAt),
    index('erased_case_now')
      .on(table.caseId)
      .where(sql`case_id IS NOT NULL`),
    index('erased_case_send')
      .on(table.sendHash)
      .where(sql`send_hash IS NOT NULL`),
  ],
);

/**
 * A quarter's review of cases by senior management, signed by name (docs/policies/dufferin-2-3-12.md, section 7). Never
 * changed; a later version stands beside it.
 */
export const caseReview = sqliteTable(
  'case_review',
  {
    id: integer().primaryKey(),
    /** Null for the whole agency. */
    departmentId: integer().references(() => department.id),
    quarter: text().notNull(),
    version: integer().notNull(),
    signedAt: integer().notNull(),
    personId: text()
      .notNull()
      .references(() => person.id),
    /** The figures that were reviewed, as JSON, and their SHA-256. */
    figures: text().notNull(),
    sha256: text().notNull(),
    /** The sentence and how the person proved who they are, as JSON. */
    attestation: text().notNull(),
    conclusions: text().notNull(),
  },
  (table) => [
    uniqueIndex('case_review_version').on(table.departmentId, table.quarter, table.version),
    uniqueIndex('case_review_agency')
      .on(table.quarter, table.version)
      .where(sql`department_id IS NULL`),
  ],
);

/** What a review decided: by whom, and by when. */
export const caseReviewDecision = sqliteTable(
  'case_review_decision',
  {
    /** Made by the form. */
    id: text().primaryKey(),
    reviewId: integer()
      .notNull()
      .references(() => caseReview.id),
    text: text().notNull(),
    /** The name of whoever does it. */
    owner: text().notNull(),
    dueOn: text().notNull(),
    doneOn: text(),
    doneBy: text().references(() => person.id),
  },
  (table) => [index('case_review_decision_review').on(table.reviewId)],
);

/** A printed issue form: its reference and receipt become those of the case that is entered from it. */
export const printedForm = sqliteTable('printed_form', {
  reference: text().primaryKey(),
  receiptHash: text().notNull().unique('printed_form_receipt'),
  printedAt: integer().notNull(),
  printedBy: text()
    .notNull()
    .references(() => person.id),
  usedAt: integer(),
});

/**
 * A note on a piece of work. It can be erased: its text is then null, and who wrote it and when stays. It is never copied
 * into the audit.
 */
export const note = sqliteTable(
  'note',
  {
    /** Made by the form, so that sending it twice adds one note. */
    id: text().primaryKey(),
    /** What it is about, such as `action-plan/12`. */
    about: text().notNull(),
    personId: text()
      .notNull()
      .references(() => person.id),
    /** Milliseconds since the epoch. */
    at: integer().notNull(),
    text: text(),
  },
  (table) => [index('note_about').on(table.about, table.at)],
);

const moment = () => integer({ mode: 'timestamp_ms' });

// The next five tables belong to the sign-in library, which writes them and names their fields.

/** A person who can sign in. Never deleted: the audit log refers to them. */
export const person = sqliteTable('person', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** In lower case. */
  email: text().notNull().unique(),
  emailVerified: integer({ mode: 'boolean' }).notNull().default(false),
  image: text(),
  createdAt: moment().notNull(),
  updatedAt: moment().notNull(),
  twoFactorEnabled: integer({ mode: 'boolean' }).default(false),
  /** When they lost the right to sign in, in milliseconds since the epoch. */
  leftAt: integer(),
});

/** A signed-in browser. */
export const session = sqliteTable('session', {
  id: text().primaryKey(),
  token: text().notNull().unique(),
  userId: text()
    .notNull()
    .references(() => person.id),
  expiresAt: moment().notNull(),
  createdAt: moment().notNull(),
  updatedAt: moment().notNull(),
  /** Never written (docs/design.md §6). */
  ipAddress: text(),
  userAgent: text(),
  /** By the collector's clock, in milliseconds since the epoch: session limits are counted from these. */
  startedAt: integer().notNull(),
  seenAt: integer().notNull(),
  /**
   * The ID token of a session that started at the identity provider, needed to sign out there. Deleted with the
   * session.
   */
  idToken: text(),
});

/** How a person proves who they are: a password or an account at the identity provider, at most one of each. */
export const account = sqliteTable(
  'account',
  {
    id: text().primaryKey(),
    /** The key that the sign-in library looks up: the person's id. */
    accountId: text().notNull(),
    providerId: text().notNull(),
    /** The issuer and the subject as given by the first ID token; null for a password. */
    issuer: text(),
    subject: text(),
    userId: text()
      .notNull()
      .references(() => person.id),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: moment(),
    refreshTokenExpiresAt: moment(),
    scope: text(),
    password: text(),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
  },
  (table) => [
    unique('account_one_of_each').on(table.userId, table.providerId),
    unique('account_identity').on(table.issuer, table.subject),
  ],
);

/**
 * Pending proofs that expire: within minutes, a second factor or a provider's answer; at the end of the day, who entered a telephone
 * interview. No backup has them.
 */
export const verification = sqliteTable(
  'verification',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: moment().notNull(),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
  },
  (table) => [index('verification_identifier').on(table.identifier)],
);

/** The secret for someone's authenticator app, encrypted. */
export const twoFactor = sqliteTable(
  'two_factor',
  {
    id: text().primaryKey(),
    secret: text().notNull(),
    backupCodes: text().notNull(),
    userId: text()
      .notNull()
      .references(() => person.id),
    verified: integer({ mode: 'boolean' }).default(true),
    failedVerificationCount: integer().default(0),
    lockedUntil: moment(),
  },
  (table) => [index('two_factor_person').on(table.userId)],
);

/** A link for setting a password, usable once. Stored only as its SHA-256. */
export const oneTimeLink = sqliteTable('one_time_link', {
  sha256: text().primaryKey(),
  kind: text({ enum: ['first', 'invitation', 'reset'] }).notNull(),
  /** The person it is for; null for the first administrator. */
  personId: text().references(() => person.id),
  createdAt: integer().notNull(),
  expiresAt: integer().notNull(),
  usedAt: integer(),
});

/** A role of a person and where it applies. Ended, never deleted. */
export const roleGrant = sqliteTable(
  'role_grant',
  {
    id: integer().primaryKey(),
    personId: text()
      .notNull()
      .references(() => person.id),
    role: text({
      enum: ['administrator', 'ambassador', 'junior', 'representative', 'executive', 'manager', 'handler'],
    }).notNull(),
    /** Null for roles that cover the whole installation. */
    departmentId: integer().references(() => department.id),
    /** The region of a junior ambassador. */
    regionId: integer().references(() => region.id),
    /** The desk of a case handler. */
    deskId: integer().references(() => desk.id),
    /** 1 while a second administrator has to confirm it, and it opens nothing; otherwise 0. */
    isPending: integer().notNull().default(0),
    confirmedAt: integer(),
    confirmedBy: text().references(() => person.id),
    grantedAt: integer().notNull(),
    grantedBy: text().references(() => person.id),
    /** Who appointed them, in the agency's words, and when: `2026-07-01`. */
    appointedBy: text(),
    appointedOn: text(),
    endedAt: integer(),
    endedBy: text().references(() => person.id),
  },
  (table) => [index('role_grant_person').on(table.personId)],
);

/** Who did what and when. Triggers keep entries from being changed or deleted. */
export const auditEvent = sqliteTable(
  'audit_event',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** Milliseconds since the epoch. */
    at: integer().notNull(),
    /** Null for the collector itself, or an unknown person. */
    personId: text(),
    /** What was done, such as `comment revealed`. */
    action: text().notNull(),
    /** What it was done to, in terms that stay valid: a slug, an email address, an id. */
    subject: text().notNull(),
    departmentId: integer(),
    detail: text(),
  },
  (table) => [index('audit_event_at').on(table.at)],
);

/**
 * An email that is to be sent, and what became of it. It keeps no recipient, no text and no link: these are looked up
 * and written from `cause` when it is sent, so that a backup has none of them.
 */
export const outbox = sqliteTable(
  'outbox',
  {
    /** A UUID, which is the first half of its Message-ID too. */
    id: text().primaryKey(),
    kind: text().notNull(),
    /** What it is about, such as `person:<id>` or `response:<id>`; null 30 days after the final state. */
    cause: text(),
    /** Who caused it; null if no one did, and after 30 days. */
    madeBy: text(),
    departmentId: integer(),
    state: text({ enum: ['waiting', 'sent', 'failed', 'unsure'] })
      .notNull()
      .default('waiting'),
    /** Why the last try failed. */
    problem: text({
      enum: ['refused', 'deferred', 'unreachable', 'connection lost', 'interrupted', 'expired', 'obsolete'],
    }),
    attempts: integer().notNull().default(0),
    createdAt: integer().notNull(),
    /** When the next try is due; during a try, when it is taken for dead. */
    nextAt: integer().notNull(),
    /** When it stops being tried. */
    expiresAt: integer().notNull(),
    /** When this try began to hand over the content: from then on the server may have accepted it. */
    contentAt: integer(),
    /** When it was sent, failed or became unsure. */
    finalAt: integer(),
    messageId: text().notNull(),
  },
  (table) => [
    index('outbox_state').on(table.state, table.nextAt),
    index('outbox_created').on(table.createdAt),
    index('outbox_cause').on(table.kind, table.cause),
  ],
);

/**
 * A department's plan for surveying its customers (docs/policies/nc-dhhs-customer-service.md, implementation 5). The last
 * version counts. Never changed or deleted.
 */
export const surveyPlan = sqliteTable(
  'survey_plan',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    /** 1 and up. */
    version: integer().notNull(),
    /** Who is surveyed. */
    who: text().notNull(),
    /** The methods and procedures. */
    how: text().notNull(),
    /** How results are evaluated and applied. */
    use: text().notNull(),
    /** The modes, formats and languages, as JSON: lists of names. */
    modes: text().notNull(),
    formats: text().notNull(),
    languages: text().notNull(),
    frequency: text({ enum: ['annual', 'biennial'] }).notNull(),
    /** When the next survey and the next review of the plan are due: `2027-03-01`. */
    nextOn: text().notNull(),
    reviewOn: text().notNull(),
    at: integer().notNull(),
    personId: text()
      .notNull()
      .references(() => person.id),
  },
  (table) => [unique('survey_plan_version').on(table.departmentId, table.version)],
);

/** The emails about survey plans that were queued, so that each is sent once. */
export const surveyPlanReminder = sqliteTable(
  'survey_plan_reminder',
  {
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    /** `survey` or `review`, and the day that it is due. */
    kind: text().notNull(),
    dueOn: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.departmentId, table.kind, table.dueOn] })],
);

/** A survey drive with its own link (docs/policies/heart-cws.md, junior ambassadors). Its figures stay in the department. */
export const campaign = sqliteTable(
  'campaign',
  {
    id: integer().primaryKey(),
    /** Made by the form, so that sending it twice proposes one campaign. */
    sendId: text().notNull().unique('campaign_send'),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    /** Null for the whole department. */
    regionId: integer().references(() => region.id),
    /** The `campaign` parameter of its links. */
    code: text().notNull().unique('campaign_code'),
    name: text().notNull(),
    purpose: text().notNull(),
    /** Which ready campaign it started from, whose sentences its invitation starts with; null for none. */
    template: text(),
    audience: text({ enum: ['internal', 'external'] }).notNull(),
    stage: text({ enum: ['proposed', 'approved', 'declined', 'ended'] }).notNull(),
    /** Answers count as its own from the start of the first day to the end of the last, in the department's zone. */
    startsOn: text().notNull(),
    endsOn: text().notNull(),
    /** How many answers are hoped for. */
    goal: integer(),
    /** How many people were invited, if known. Without it, there is no response rate (docs/design.md §3.11). */
    invited: integer(),
    proposedAt: integer().notNull(),
    proposedBy: text()
      .notNull()
      .references(() => person.id),
    decidedAt: integer(),
    decidedBy: text().references(() => person.id),
    /** Why it was declined or ended early. */
    reason: text(),
    endedAt: integer(),
  },
  (table) => [index('campaign_department').on(table.departmentId, table.stage)],
);

/** Who is invited to a campaign by email. Deleted 30 days after its end. */
export const campaignRecipient = sqliteTable(
  'campaign_recipient',
  {
    /** A UUID: emails name it as their cause. */
    id: text().primaryKey(),
    campaignId: integer()
      .notNull()
      .references(() => campaign.id),
    email: text().notNull(),
  },
  (table) => [unique('campaign_recipient_once').on(table.campaignId, table.email)],
);

/** An invitation or a reminder that was sent to everyone on a campaign's list. */
export const campaignMailing = sqliteTable(
  'campaign_mailing',
  {
    id: integer().primaryKey(),
    campaignId: integer()
      .notNull()
      .references(() => campaign.id),
    /** 0 for the invitation, 1 and 2 for the reminders. */
    position: integer().notNull(),
    /** The sender's own words, as they were typed; empty once the list was deleted. */
    text: text().notNull(),
    /** The language of the sentences around it, as in `LANGUAGES`. */
    language: text().notNull().default('en'),
    queuedAt: integer().notNull(),
    queuedBy: text()
      .notNull()
      .references(() => person.id),
    recipients: integer().notNull(),
    /** How many were not delivered; counted before the list is deleted. Null until then. */
    bounced: integer(),
  },
  (table) => [unique('campaign_mailing_once').on(table.campaignId, table.position)],
);

/**
 * Who asked not to be invited again: a keyed hash of the address. The key is in this database (`setting`), so whoever has a copy
 * can try addresses.
 */
export const campaignOptOut = sqliteTable(
  'campaign_opt_out',
  {
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    address: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.departmentId, table.address] })],
);

/** A promise about service, and how it is measured (docs/policies/marion-county-211.md, section 3.1). */
export const serviceStandard = sqliteTable(
  'service_standard',
  {
    id: integer().primaryKey(),
    /** Null for one of the whole agency. */
    departmentId: integer().references(() => department.id),
    text: text().notNull(),
    /** What it is about (section 3.1.1 to 3.1.5). */
    area: text({ enum: ['accessibility', 'timeliness', 'conduct', 'quality', 'resolution'] }).notNull(),
    /** From an item of the survey, from a clock of cases, or entered by hand. */
    measure: text({ enum: ['item', 'clock', 'entered'] }).notNull(),
    /** The item or `average`; the promise of the clock; or the unit, such as `days`. */
    of: text().notNull(),
    direction: text({ enum: ['at least', 'at most'] }).notNull(),
    /** In hundredths. */
    target: integer().notNull(),
    createdAt: integer().notNull(),
    createdBy: text()
      .notNull()
      .references(() => person.id),
    /** A change ends it and creates another. */
    endedAt: integer(),
    endedBy: text().references(() => person.id),
  },
  (table) => [index('service_standard_department').on(table.departmentId)],
);

/** A standard's value in a quarter that was entered by hand. The last one counts. */
export const standardValue = sqliteTable(
  'standard_value',
  {
    /** Made by the form, so that sending it twice adds one. */
    id: text().primaryKey(),
    standardId: integer()
      .notNull()
      .references(() => serviceStandard.id),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    quarter: text().notNull(),
    /** In hundredths. */
    value: integer().notNull(),
    /** How many measurements, people or cases it is from, if known. */
    basedOn: integer(),
    note: text(),
    at: integer().notNull(),
    personId: text()
      .notNull()
      .references(() => person.id),
  },
  (table) => [index('standard_value_quarter').on(table.departmentId, table.quarter, table.standardId)],
);

/** A training that was held. How many came is kept, but not who. */
export const training = sqliteTable(
  'training',
  {
    /** Made by the form, so that sending it twice adds one. */
    id: text().primaryKey(),
    departmentId: integer()
      .notNull()
      .references(() => department.id),
    /** Null for the whole department. */
    regionId: integer().references(() => region.id),
    /** `2026-10-03`. */
    heldOn: text().notNull(),
    topic: text().notNull(),
    attended: integer().notNull(),
    createdAt: integer().notNull(),
    createdBy: text()
      .notNull()
      .references(() => person.id),
    removedAt: integer(),
    removedBy: text().references(() => person.id),
  },
  (table) => [index('training_department').on(table.departmentId, table.heldOn)],
);

/** A summary that a person chose to get by email. */
export const digestChoice = sqliteTable(
  'digest_choice',
  {
    personId: text()
      .notNull()
      .references(() => person.id),
    kind: text({ enum: ['low ratings', 'due', 'quarter end'] }).notNull(),
    frequency: text({ enum: ['daily', 'weekly', 'quarterly'] }).notNull(),
    /** Everything before this moment was in an earlier one, or before the choice. */
    through: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.kind] })],
);

/** A bearer token. Only its SHA-256 is stored. */
export const token = sqliteTable('token', {
  id: integer().primaryKey(),
  name: text().notNull(),
  sha256: text().notNull().unique(),
  createdAt: integer().notNull(),
  /**
   * Its owner: it reads no more than that person may see. Null for one created at the command line, which reads
   * everything.
   */
  personId: text().references(() => person.id),
  /** Its scope: the averages, or the responses too. */
  scope: text({ enum: ['averages', 'responses'] })
    .notNull()
    .default('responses'),
  /** The department that it is limited to; null for everything that its owner may see. */
  departmentId: integer().references(() => department.id),
  revokedAt: integer(),
});

/** Every build of an element that was ever served. Never deleted: pages refer to builds by hash, for good. */
export const widgetBuild = sqliteTable('widget_build', {
  /** The hash in its URL. */
  hash: text().primaryKey(),
  body: blob({ mode: 'buffer' }).notNull(),
  firstServedAt: integer().notNull(),
});
