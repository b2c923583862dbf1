import type { Region } from '../org/org.ts';
import type { Email } from '../outbox/outbox.ts';
import { hasWords } from '../pages/reason.ts';
import type { FieldError } from '../pages/fields.ts';
import { campaignLink } from './links-section.ts';
import type { Campaign } from './queries.ts';
import { listDeletedOn } from './state.ts';
import { templateFor } from './templates.ts';
import { inWords } from './words.ts';

/** The longest text that someone can write into an invitation, in UTF-16 units. */
export const maxText = 1500;

interface Invitation {
  campaign: Campaign;
  /** The regions that its links are for. */
  regions: Region[];
  /** 0 for the invitation, 1 and 2 for the reminders. */
  position: number;
  /** The sender's own words. */
  text: string;
  sender: { name: string; email: string };
  to: string;
  baseUrl: string;
}

/** What the text starts with. */
export function firstText({ template }: Pick<Campaign, 'template'>, position: number): string {
  const own = templateFor(template)?.invitation ?? 'Please tell us how we are doing. Your answer helps us do better.';
  return position === 0 ? own : `A few days ago we asked for your opinion. ${own}`;
}

export function textErrors(text: string): FieldError[] {
  if (!hasWords(text) || text.length > maxText) {
    return [{ at: 'text', message: `Enter a text of ${maxText} characters or fewer.` }];
  }
  if (!hasLink(text)) return [];
  return [{ at: 'text', message: 'Leave out links and email addresses. We add the link to the survey.' }];
}

/** Whether an email program would make a link of a part of it: the only link of an invitation is the survey's. */
export function hasLink(text: string): boolean {
  return /:\/\/|@|www\.|[\p{L}\p{N}]\.\p{L}{2}/iu.test(
    text.normalize('NFKC').replaceAll(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, ''),
  );
}

/** The same for everyone on the list, so that nothing joins a person to an answer. */
export function invitationText({ campaign, regions, position, text, sender, to, baseUrl }: Invitation): Email {
  const isReminder = position > 0;
  const links = regions.flatMap((region) => [
    ...(regions.length === 1 ? [] : [region.name]),
    { link: campaignLink(baseUrl, region, campaign) },
  ]);
  const zone = regions[0]!.department.zone;
  return {
    to: [to],
    replyTo: sender.email,
    subject: `${isReminder ? 'Reminder: ' : ''}How are we doing? ${campaign.name}`,
    body: [
      ...text.split(/\n{2,}/),
      regions.length === 1
        ? 'The survey takes about one minute:'
        : 'The survey takes about one minute. Choose the office that you dealt with:',
      ...links,
      ...(isReminder
        ? ['Ignore this if you have answered. We do not know who has, so everyone gets this reminder.']
        : []),
      `The survey is open until ${inWords(campaign.endsOn)}. Everyone gets the same link, and we do not store who answered. ${remindersLeft[position]}`,
      `We delete the list with your address on ${inWords(listDeletedOn(campaign, zone))}. Our backups keep it a few weeks longer. To be taken off it earlier, reply to this email.`,
      sender.name,
    ],
  };
}

const remindersLeft = [
  'We send two reminders at most.',
  'We send one more reminder at most.',
  'This is the last reminder.',
];
