import { randomUUID } from 'node:crypto';
import { dayAfter, dayFrom } from '@heart-survey/shared/dates';
import { withoutDirectionSigns } from '../access/access.ts';
import { countIn, type Form } from '../http/form.ts';
import type { Region } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { hasWords, reasonErrors } from '../pages/reason.ts';
import { hasLink } from './email-text.ts';
import type { Campaign } from './queries.ts';
import { templateFor } from './templates.ts';

/** A proposed campaign, as the form has it. */
export interface Proposal {
  /** Made by the form. */
  send: string;
  /** The id of the template that it started from; empty for none. */
  template: string;
  name: string;
  purpose: string;
  /** The slug of a region, or `whole`. */
  place: string;
  audience: string;
  startsOn: string;
  endsOn: string;
  goal: string;
  invited: string;
}

/** The value of the field for the whole department; no region can have this slug. */
export const whole = '*';

export const maxName = 80;
/** The longest time between the first and the last day, in days. */
const maxDays = 366;
/** The largest goal and number of people invited. */
export const maxCount = 1_000_000;
const usualDays = 14;

/**
 * An empty form, one that starts from a template, or one with what an earlier campaign had.
 * @param today in the department's zone.
 */
export function firstProposal(
  given: { template?: string; earlier?: Campaign },
  regions: Region[],
  today: string,
): Proposal {
  const { earlier } = given;
  const template = templateFor(given.template ?? earlier?.template ?? null);
  const region = regions.find(({ id }) => id === earlier?.regionId) ?? (regions.length === 1 ? regions[0] : undefined);
  const startsOn = dayAfter(today, 1);
  return {
    send: randomUUID(),
    template: template?.id ?? '',
    name: earlier?.name ?? template?.name ?? '',
    purpose: earlier?.purpose ?? template?.purpose ?? '',
    place: earlier?.regionId === null ? whole : (region?.slug ?? ''),
    audience: earlier?.audience ?? (template ? 'internal' : ''),
    startsOn,
    endsOn: dayAfter(startsOn, (template?.days ?? usualDays) - 1),
    goal: String(earlier?.goal ?? ''),
    invited: String(earlier?.invited ?? ''),
  };
}

export function proposalIn(form: Form): Proposal {
  return {
    send: form.text('send'),
    template: form.text('template'),
    name: withoutDirectionSigns(form.text('name')),
    purpose: form.text('purpose'),
    place: form.text('place'),
    audience: form.text('audience'),
    startsOn: form.text('startsOn'),
    endsOn: form.text('endsOn'),
    goal: form.text('goal'),
    invited: form.text('invited'),
  };
}

export const isAudience = (text: string): text is Campaign['audience'] => text === 'internal' || text === 'external';

/** @param places the slugs that the person may choose, and `whole` if they may. @param today in the department's zone. */
export function proposalErrors(proposal: Proposal, places: string[], today: string): FieldError[] {
  const { name, purpose, place, audience } = proposal;
  const errors: FieldError[] = [];
  // It is one line of a header in the invitations.
  if (!hasWords(name) || name.length > maxName || /[\n\t]/.test(name)) {
    errors.push({ at: 'name', message: `Enter a name of ${maxName} characters or fewer.` });
  }
  if (hasLink(name)) errors.push({ at: 'name', message: 'Leave out links and email addresses.' });
  errors.push(...reasonErrors('purpose', purpose, 'what the campaign is for, in words'));
  if (!places.includes(place)) errors.push({ at: 'place', message: 'Choose where the campaign takes place.' });
  if (!isAudience(audience)) errors.push({ at: 'audience', message: 'Choose who is surveyed.' });
  return [...errors, ...dayErrors(proposal, today), ...countErrors(proposal)];
}

function dayErrors({ startsOn, endsOn }: Proposal, today: string): FieldError[] {
  if (!dayFrom(startsOn)) return [{ at: 'startsOn', message: 'Enter the first day.' }];
  if (startsOn < today)
    return [{ at: 'startsOn', message: 'The first day has passed. Enter today’s date or a later one.' }];
  if (!dayFrom(endsOn)) return [{ at: 'endsOn', message: 'Enter the last day.' }];
  if (endsOn < startsOn) return [{ at: 'endsOn', message: 'The last day cannot be before the first day.' }];
  if (endsOn > dayAfter(startsOn, maxDays - 1)) {
    return [{ at: 'endsOn', message: `A campaign can last up to ${maxDays} days. Enter an earlier last day.` }];
  }
  return [];
}

/** Checks the goal and the number of people invited. */
export function countErrors({ goal, invited }: Pick<Proposal, 'goal' | 'invited'>): FieldError[] {
  const message = 'Enter a whole number of 1 or more, or leave it blank.';
  return Object.entries({ goal, invited }).flatMap(([at, text]) =>
    countIn(text, maxCount) === undefined ? [{ at, message }] : [],
  );
}
