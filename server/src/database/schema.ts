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
    /** IANA. Fixed once the first response is stored, as is the first month (docs/design.md §3.7). */
    zone: text().notNull(),
    /** The first month of the fiscal year, 1–12. */
    firstMonth: integer().notNull(),
    /** In hundredths: 400 is 4.00 (docs/design.md §3.3). */
    target: integer().notNull().default(400),
    /** A quarter closes this many business days after its end (docs/design.md §3.9). */
    closesAfter: integer().notNull().default(10),
    /** Whose public holidays are no business days: a country, or a country and state (`US-CA`). */
    holidays: text(),
    /** Above the comment, in place of the catalogue's own notice. */
    notice: text(),
    /** Who is told of a comment that speaks of danger or abuse: a name and an e-mail address. */
    contactName: text(),
    contactEmail: text(),
    /** Comments are deleted this many months after their quarter has ended, whole responses after so many. */
    commentMonths: integer().notNull().default(24),
    ratingMonths: integer().notNull().default(36),
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
  /** Which region does its work now. */
  successorId: integer(),
});

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
    /** Who is told of a thank-you beside the employee. */
    supervisorName: text(),
    supervisorEmail: text(),
    /** The `employee` of a survey link, 128 bits or more: it cannot be guessed from another one. */
    code: text().notNull().unique(),
    /** Since when the code is no longer taken, in milliseconds since the epoch. */
    leftAt: integer(),
    createdAt: integer().notNull(),
  },
  (table) => [index('employee_region').on(table.regionId)],
);

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
    /** Whose link was opened, if it was a known employee's. */
    employeeId: integer().references(() => employee.id),
    /** The date on a paper form, `2026-10-03`, and the batch in which it was entered. */
    paperDate: text(),
    batchId: integer().references(() => paperBatch.id),
    /** A keyed hash of the request as sent; a replay has the same, other content under the same id has not. */
    fingerprint: text().notNull(),
    /** Since when it counts nowhere, in milliseconds since the epoch; `exclusion` says why and by whom. */
    excludedAt: integer(),
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

/** What made a response look as if no customer had sent it. It counts all the same, until somebody excludes it. */
export const responseFlag = sqliteTable(
  'response_flag',
  {
    responseId: text().notNull(),
    /**
     * The field for machines was filled in; sent faster than anyone reads; sent by another site's page; one of many alike;
     * one of many from one network; staff about themselves.
     */
    kind: text({ enum: ['trap', 'fast', 'foreign', 'burst', 'many', 'self'] }).notNull(),
    /** Those of the response, which never change: it is found by them. */
    regionId: integer().notNull(),
    quarter: text().notNull(),
    flaggedAt: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.responseId, table.kind] }),
    index('response_flag_quarter').on(table.quarter, table.regionId, table.flaggedAt),
  ],
);

/** That a response was taken out of the figures, why, and that it was put back. Never deleted. */
export const exclusion = sqliteTable(
  'exclusion',
  {
    id: integer().primaryKey(),
    /** Of a response that may have been erased since: no reference. */
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

/** That what would be deleted for its age is kept: a court or an auditor asked for it. Ended and never deleted. */
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

/** A quarter of which responses were deleted for their age: its tallies say nothing any more (docs/design.md §3.9). */
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

/** Which collector runs a job just now, so that of several on one database one does. */
export const jobLease = sqliteTable('job_lease', {
  job: text().primaryKey(),
  /** The collector's own name for itself, a UUID made at its start. */
  holder: text().notNull(),
  /** From this moment on, in milliseconds since the epoch, anyone may take it. */
  until: integer().notNull(),
});

/** How often each item of a region was rated with each value in a quarter (docs/design.md §3.6). */
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

/** How many respondents of a region gave `k` ratings that sum to `s` in a quarter (docs/design.md §3.6). */
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

/** How many responses of a region came by which channel and in which language; an unknown one is the empty text. */
export const originTally = sqliteTable(
  'origin_tally',
  {
    regionId: integer().notNull(),
    quarter: text().notNull(),
    channel: text().notNull(),
    language: text().notNull(),
    responses: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.regionId, table.quarter, table.channel, table.language] }),
    check('origin_tally_responses', sql`${table.responses} >= 0`),
  ],
);

/** The ids of responses that were taken out: one that comes again is not stored again (docs/design.md §4, replays). */
export const erasedResponse = sqliteTable('erased_response', {
  id: text().primaryKey(),
  quarter: text().notNull(),
  receivedAt: integer().notNull(),
  fingerprint: text().notNull(),
  erasedAt: integer().notNull(),
  reason: text().notNull(),
});

/** Paper forms that one person types in at one sitting. */
export const paperBatch = sqliteTable('paper_batch', {
  id: integer().primaryKey(),
  regionId: integer()
    .notNull()
    .references(() => region.id),
  personId: text()
    .notNull()
    .references(() => person.id),
  startedAt: integer().notNull(),
  /** When the person said that the pile is done. */
  endedAt: integer(),
});

/** That a comment is hidden, or was passed on because it speaks of danger or abuse. The comment itself never changes. */
export const commentMark = sqliteTable(
  'comment_mark',
  {
    id: integer().primaryKey(),
    /** Of a response that may have been erased since: no reference. */
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

/** What a region owes for a quarter below target (docs/policies/heart-cws.md, step 3; docs/design.md §3.8). */
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

const moment = () => integer({ mode: 'timestamp_ms' });

// The next five tables are the sign-in library's, which writes them itself and says how their fields are called.

/** Somebody who signs in. Never deleted: what they did names them. */
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
  /** Since when they may not sign in any more, in milliseconds since the epoch. */
  leftAt: integer(),
});

/** A browser that is signed in. */
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
  /** By the collector's own clock, in milliseconds since the epoch: the limits of a session are counted from these. */
  startedAt: integer().notNull(),
  seenAt: integer().notNull(),
  /** Of a session that began at the identity provider: what signing out there asks for. It goes with the session. */
  idToken: text(),
});

/** A way to prove who one is: a password, or an account at the identity provider. A person has one of each at most. */
export const account = sqliteTable(
  'account',
  {
    id: text().primaryKey(),
    /** What the sign-in library looks for: the person's id. */
    accountId: text().notNull(),
    providerId: text().notNull(),
    /** The provider's own name, and its name for the person, as its first ID token said them; null for a password. */
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

/** What has to be proved within minutes: a second factor, the answer of a provider. */
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

/** The secret of somebody's authenticator app, encrypted. */
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

/** A link that lets one person set a password, once. Known by its SHA-256 alone. */
export const oneTimeLink = sqliteTable('one_time_link', {
  sha256: text().primaryKey(),
  kind: text({ enum: ['first', 'invitation', 'reset'] }).notNull(),
  /** Whose it is; the first administrator is nobody yet. */
  personId: text().references(() => person.id),
  createdAt: integer().notNull(),
  expiresAt: integer().notNull(),
  usedAt: integer(),
});

/** What a person may do, where. Ended and never deleted. */
export const roleGrant = sqliteTable(
  'role_grant',
  {
    id: integer().primaryKey(),
    personId: text()
      .notNull()
      .references(() => person.id),
    role: text({ enum: ['administrator', 'ambassador', 'junior', 'representative', 'executive'] }).notNull(),
    /** Null for roles of the whole installation. */
    departmentId: integer().references(() => department.id),
    /** Of a junior ambassador. */
    regionId: integer().references(() => region.id),
    grantedAt: integer().notNull(),
    grantedBy: text().references(() => person.id),
    endedAt: integer(),
    endedBy: text().references(() => person.id),
  },
  (table) => [index('role_grant_person').on(table.personId)],
);

/** Who did what, when. Triggers let nobody change or delete a line. */
export const auditEvent = sqliteTable(
  'audit_event',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** Milliseconds since the epoch. */
    at: integer().notNull(),
    /** Null for the collector itself, or somebody who is not known. */
    personId: text(),
    /** What was done, such as `comment revealed`. */
    action: text().notNull(),
    /** To what, in words that stay true: a slug, an e-mail address, an id. */
    subject: text().notNull(),
    departmentId: integer(),
    detail: text(),
  },
  (table) => [index('audit_event_at').on(table.at)],
);

/** A bearer token, known by its SHA-256 alone. */
export const token = sqliteTable('token', {
  id: integer().primaryKey(),
  name: text().notNull(),
  sha256: text().notNull().unique(),
  createdAt: integer().notNull(),
  /** Whose it is: it opens no more than that person may see. Null for one made at the command line, which sees all. */
  personId: text().references(() => person.id),
  /** What it is for: the averages, or the responses too. */
  scope: text({ enum: ['averages', 'responses'] })
    .notNull()
    .default('responses'),
  /** The one department it is for; null for all that its person may see. */
  departmentId: integer().references(() => department.id),
  revokedAt: integer(),
});

/** Every build of the element that was ever handed out. Never deleted: pages name them by their hash, for good. */
export const widgetBuild = sqliteTable('widget_build', {
  /** As in its address. */
  hash: text().primaryKey(),
  body: blob({ mode: 'buffer' }).notNull(),
  firstServedAt: integer().notNull(),
});
