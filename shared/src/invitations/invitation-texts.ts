/**
 * The sentences that every invitation to a campaign has beside its sender's own words, in one language. Apart from the
 * survey's texts, so that neither the element nor the survey page grows.
 */
export interface InvitationTexts {
  /** Who wrote and read the translation, in English. */
  source: string;

  /** `{campaign}`: its name, which is not translated. */
  subject: string;
  reminderSubject: string;
  /** Above the link. */
  link: string;
  /** Above links to several offices. */
  links: string;
  /** In reminders. */
  answered: string;
  /** `{date}`: the last day. */
  until: string;
  /** At the end of the invitation, and of the first and the second reminder. */
  remindersLeft: readonly string[];
  /** `{date}`: the day on which the list of addresses is deleted. */
  deleted: string;
}
