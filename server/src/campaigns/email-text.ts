import { invitationTexts } from '@heart-survey/shared/invitations/invitations';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { dayInLanguage } from '@heart-survey/shared/scripts';
import { fill } from '@heart-survey/shared/text';
import type { Region } from '../org/org.ts';
import type { Email } from '../outbox/outbox.ts';
import { hasWords } from '../pages/reason.ts';
import type { FieldError } from '../pages/fields.ts';
import { campaignLink } from './links-section.ts';
import type { Campaign } from './queries.ts';
import { listDeletedOn } from './state.ts';
import { templateFor } from './templates.ts';

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
  /** That of the sentences around them. */
  language: Pick<Catalog, 'tag' | 'direction'>;
  /** Whether that is the agency's first language: then the survey opens in the language of the device. */
  isUsual: boolean;
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
export function invitationText(invitation: Invitation): Email {
  const { campaign, regions, position, text, language, sender, to, baseUrl } = invitation;
  const { tag, direction } = language;
  const texts = invitationTexts(language);
  const isReminder = position > 0;
  const opensIn = invitation.isUsual ? undefined : tag;
  const links = regions.flatMap((region) => [
    ...(regions.length === 1 ? [] : [region.name]),
    { link: campaignLink(baseUrl, region, campaign, opensIn) },
  ]);
  const deletedOn = listDeletedOn(campaign, regions[0]!.department.zone);
  return {
    to: [to],
    replyTo: sender.email,
    subject: fill(isReminder ? texts.reminderSubject : texts.subject, { campaign: campaign.name }),
    language: { tag, direction },
    body: [
      ...text.split(/\n{2,}/),
      regions.length === 1 ? texts.link : texts.links,
      ...links,
      ...(isReminder ? [texts.answered] : []),
      `${fill(texts.until, { date: dayInLanguage(campaign.endsOn, tag) })} ${texts.remindersLeft[position]}`,
      fill(texts.deleted, { date: dayInLanguage(deletedOn, tag) }),
      sender.name,
    ],
  };
}
