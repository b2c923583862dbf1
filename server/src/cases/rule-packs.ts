import * as v from 'valibot';
import { channels as allChannels, type Channel } from './kinds.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(250));
/** The rule of a clock, see `work/deadline.ts`. */
const clockRule = v.variant('unit', [
  v.strictObject({
    unit: v.literal('business days'),
    count,
    afterHours: v.picklist(['same day', 'next business day']),
  }),
  v.strictObject({ unit: v.literal('open hours'), count }),
  v.strictObject({ unit: v.literal('end of the same day') }),
]);

const promiseRule = v.strictObject({
  /** Unique in its pack. */
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,29}$/)),
  name: v.string(),
  channels: v.union([v.literal('all'), v.array(v.picklist(allChannels))]),
  clock: clockRule,
  /** A case that is reopened starts only the rules for that. */
  starts: v.picklist(['received', 'acknowledged', 'reopened']),
  /** Any message from a person stops the first kind of clock, and an answer or closing the case stops both. */
  stops: v.picklist(['acknowledged', 'answered']),
  /** The policy that promises it. */
  source: v.string(),
});

/** One thing that a department promises to whoever writes to it, and by when. */
export type PromiseRule = v.InferOutput<typeof promiseRule>;

/** The promises of one policy, with which a department begins. */
export interface RulePack {
  id: 'dufferin' | 'dss' | 'lgsco';
  name: string;
  source: string;
  rules: readonly PromiseRule[];
}

const storedRules = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(promiseRule),
  v.minLength(1),
  v.check((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, 'Two rules have the same id.'),
);

/** Reads rules as they are in `case_rules`. */
export function readRules(stored: string): PromiseRule[] {
  return v.parse(storedRules, stored);
}

/** Whether a promise is made to whoever wrote in that way. */
export function isFor({ channels }: Pick<PromiseRule, 'channels'>, channel: Channel): boolean {
  return channels === 'all' || channels.includes(channel);
}

/** A clock in business days, of which the day that the event happens on is never one, even if the office is closed by then. */
const businessDays = (count: number) => ({ unit: 'business days', count, afterHours: 'same day' }) as const;
/** Someone talked to the office, or to its machine. */
const calls: Channel[] = ['phone', 'voicemail', 'counter'];
/** What is typed reaches the office as an email does. */
const emails: Channel[] = ['email', 'form', 'survey', 'comment'];
const letters: Channel[] = ['letter', 'fax'];

const dufferin: RulePack = {
  id: 'dufferin',
  name: 'County of Dufferin',
  source: 'Customer Service Policy 2-3-12, County of Dufferin, 2016',
  // docs/policies/dufferin-2-3-12.md
  rules: [
    {
      id: 'call',
      name: 'Reply to a call, a voicemail, or a visit',
      channels: calls,
      clock: businessDays(1),
      starts: 'received',
      stops: 'acknowledged',
      source: 'Policy 2-3-12, section 2.2',
    },
    {
      id: 'email',
      name: 'Reply to an email or a form',
      channels: emails,
      clock: businessDays(1),
      starts: 'received',
      stops: 'acknowledged',
      source: 'Policy 2-3-12, section 3.1',
    },
    {
      id: 'social',
      name: 'Reply on social media',
      channels: ['social media'],
      clock: { unit: 'end of the same day' },
      starts: 'received',
      stops: 'acknowledged',
      source: 'Policy 2-3-12, section 4.1',
    },
    {
      id: 'letter',
      name: 'Acknowledge a letter or a fax',
      channels: letters,
      clock: businessDays(3),
      starts: 'received',
      stops: 'acknowledged',
      source: 'Policy 2-3-12, section 5.1',
    },
    {
      id: 'answer',
      name: 'Answer',
      channels: 'all',
      clock: businessDays(10),
      starts: 'received',
      stops: 'answered',
      source: 'Policy 2-3-12, section 6.5.1 d',
    },
    {
      id: 'second',
      name: 'Answer after reopening',
      channels: 'all',
      clock: businessDays(10),
      starts: 'reopened',
      stops: 'answered',
      source: 'Policy 2-3-12, section 6.5.1 d',
    },
  ],
};

const dss: RulePack = {
  id: 'dss',
  name: 'DSS',
  source: 'Customer Services Principles, DSS',
  // docs/policies/dss-principles.md, section 1
  rules: [
    {
      id: 'call',
      name: 'Reply to a call, a voicemail, or a visit',
      channels: calls,
      clock: businessDays(1),
      starts: 'received',
      stops: 'acknowledged',
      source: 'Customer Services Principles, section 1',
    },
    {
      id: 'mail',
      name: 'Reply to a letter, a fax, an email, or a form',
      channels: [...letters, ...emails, 'social media'],
      clock: businessDays(5),
      starts: 'received',
      stops: 'acknowledged',
      source: 'Customer Services Principles, section 1',
    },
    {
      id: 'second',
      name: 'Reply after reopening',
      channels: 'all',
      clock: businessDays(5),
      starts: 'reopened',
      stops: 'acknowledged',
      source: 'Customer Services Principles, section 1',
    },
  ],
};

/** The code counts the second stage from its acknowledgement; here it counts from reopening, which is never later. */
const lgsco: RulePack = {
  id: 'lgsco',
  name: 'Local Government and Social Care Ombudsman',
  source: 'Complaint Handling Code, Local Government and Social Care Ombudsman (England), 2024',
  rules: [
    {
      id: 'acknowledge',
      name: 'Acknowledge',
      channels: 'all',
      clock: businessDays(5),
      starts: 'received',
      stops: 'acknowledged',
      source: 'Complaint Handling Code, first stage',
    },
    {
      id: 'answer',
      name: 'Answer',
      channels: 'all',
      clock: businessDays(10),
      starts: 'acknowledged',
      stops: 'answered',
      source: 'Complaint Handling Code, first stage',
    },
    {
      id: 'second',
      name: 'Answer after reopening',
      channels: 'all',
      clock: businessDays(20),
      starts: 'reopened',
      stops: 'answered',
      source: 'Complaint Handling Code, second stage',
    },
  ],
};

/** Every pack, the usual one first. */
export const rulePacks: readonly RulePack[] = [dufferin, dss, lgsco];

/** The pack of departments that have not chosen one. */
export const usualPack = dufferin;
