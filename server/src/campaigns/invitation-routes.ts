import { grouped } from '@heart-survey/shared/counts';
import { commitChange } from '../audit/audit.ts';
import type { Console } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { firstText, invitationText, textErrors } from './email-text.ts';
import { deleteList } from './forgetting.ts';
import { deletionPage, invitationsPage, type InvitationsPage } from './invitations-page.ts';
import { emailsLeft, failedAddresses, mailingsOf, maxAlone, maxEmails, maxEmailsIn, sendMailing } from './mailings.ts';
import { invitationsPath, invitationsRoute } from './paths.ts';
import type { Campaign } from './queries.ts';
import {
  addRecipients,
  addressesIn,
  maxRecipients,
  minRecipients,
  recipientsOf,
  removeRecipient,
} from './recipients.ts';
import { openRegions } from './regions.ts';
import type { CampaignRoutes } from './routes.ts';
import { stateOf } from './state.ts';
import { seenCampaign, type DepartmentVisit, type Seen } from './visit.ts';

const rule = { of: 'department', action: 'campaign approval' } as const;
/** The most bytes of a pasted list: enough for the longest one. */
const maxBody = 128 * 1024;

type FormVisit = DepartmentVisit & { form: Form };
type Typed = Partial<Pick<InvitationsPage, 'errors' | 'text' | 'pasted' | 'removed' | 'preview'>>;

/** Inviting people to a campaign by email, and reminding them. */
export function invitationRoutes(frame: Console, options: CampaignRoutes): void {
  const { db, outbox, erased } = options;

  const show = async (visit: DepartmentVisit, seen: Seen, typed: Typed = {}, status?: 400 | 409) => {
    const { id } = seen.campaign;
    const [recipients, mailings, failed] = await Promise.all([
      recipientsOf(db, id),
      mailingsOf(db, id),
      failedAddresses(db, id),
    ]);
    const text = firstText(seen.campaign, mailings.length);
    const { hasServer } = outbox;
    const notice = visit.c.req.query('notice');
    const listed = recipients.length;
    return frame.page(
      visit,
      invitationsPage({ seen, listed, mailings, failed, hasServer, notice, text, ...typed }),
      status,
    );
  };

  const limitsOf = async ({ person, now }: DepartmentVisit, { departmentId, decidedBy }: Campaign) => ({
    left: await emailsLeft(db, departmentId, now),
    isApprover: decidedBy === person.id,
  });

  /** The campaign in the path, once it was approved. */
  const approved = async (visit: DepartmentVisit) => {
    const seen = await seenCampaign(db, visit);
    return seen && ['approved', 'ended'].includes(seen.campaign.stage) ? seen : undefined;
  };
  const back = ({ c, department }: DepartmentVisit, { campaign }: Seen, notice: string) =>
    c.redirect(`${invitationsPath(department, campaign)}?notice=${notice}`, 303);

  frame.get(invitationsRoute, rule, async (visit) => {
    const seen = await approved(visit);
    return seen ? show(visit, seen) : frame.notFound(visit.c);
  });

  const change = (path: string, take: (visit: FormVisit, seen: Seen) => Response | Promise<Response>) =>
    frame.post(
      `${invitationsRoute}${path}`,
      rule,
      async (visit) => {
        const seen = await approved(visit);
        return seen ? take(visit, seen) : frame.notFound(visit.c);
      },
      maxBody,
    );

  change('/list', async (visit, seen) => {
    const { campaign } = seen;
    const pasted = visit.form.raw('addresses');
    const { addresses, wrong } = addressesIn(pasted);
    const listed = await recipientsOf(db, campaign.id);
    const errors = listErrors(new Set([...listed.map(({ email }) => email), ...addresses]).size, addresses, wrong);
    if (errors.length > 0) return show(visit, seen, { errors, pasted }, 400);
    const isAdded = await addRecipients(db, { campaign, addresses, by: visit.person.id, at: visit.now });
    if (isAdded) return back(visit, seen, 'added');
    const isSent = (await mailingsOf(db, campaign.id)).length > 0;
    return show(visit, seen, { errors: [isSent ? listClosed : notAdded], pasted }, 409);
  });

  change('/removal', async (visit, seen) => {
    const email = visit.form.text('email').toLowerCase();
    const listing = { campaign: seen.campaign, by: visit.person.id, at: visit.now };
    const isRemoved = await removeRecipient(db, { ...listing, email, erased });
    if (isRemoved) return back(visit, seen, 'removed');
    const isListed = (await recipientsOf(db, seen.campaign.id)).some((one) => one.email === email);
    const message = isListed ? mustStay : 'This address is not on the list.';
    return show(visit, seen, { errors: [{ at: 'email', message }], removed: email }, isListed ? 409 : 400);
  });

  change('/deletion', async (visit, seen) => {
    const { campaign } = seen;
    if (visit.form.text('sure') !== 'yes') return frame.page(visit, deletionPage(seen));
    const entry = {
      at: visit.now,
      personId: visit.person.id,
      action: 'campaign list deleted',
      subject: campaign.code,
      departmentId: campaign.departmentId,
    };
    await commitChange(db, deleteList(campaign.id), entry, erased(visit.now));
    return back(visit, seen, 'deleted');
  });

  change('', async (visit, seen) => {
    const { form, organization, person, now } = visit;
    const { campaign, today } = seen;
    const text = form.text('text');
    const errors = textErrors(text);
    if (errors.length > 0) return show(visit, seen, { errors, text }, 400);
    if (form.text('do') === 'change') return show(visit, seen, { text });
    const [recipients, mailings] = [await recipientsOf(db, campaign.id), await mailingsOf(db, campaign.id)];
    const position = mailings.length;
    const regions = openRegions(organization.regions, campaign);
    const isPossible =
      outbox.hasServer &&
      stateOf(campaign, today) === 'running' &&
      recipients.length >= minRecipients &&
      regions.length > 0 &&
      form.text('position') === String(position);
    if (!isPossible) return show(visit, seen, { errors: [conflict], text }, 409);
    const limits = sendingErrors(await limitsOf(visit, campaign), recipients.length);
    if (limits.length > 0) return show(visit, seen, { errors: limits, text }, 409);
    if (form.text('do') !== 'send') {
      const to = recipients[0]!.email;
      const { baseUrl } = options;
      const preview = invitationText({ campaign, regions, position, text, sender: person, to, baseUrl });
      return show(visit, seen, { text, preview });
    }
    const sending = { campaign, position, text, recipients, by: person.id, at: now };
    const isSame = form.text('listed') === String(recipients.length);
    if (isSame && (await sendMailing(db, outbox, sending))) return back(visit, seen, 'queued');
    return show(visit, seen, { errors: [conflict], text }, 409);
  });
}

function listErrors(total: number, addresses: string[], wrong: string[]): FieldError[] {
  const at = 'addresses';
  if (wrong.length > 0) return [{ at, message: `These are not email addresses: ${wrong.join(', ').slice(0, 300)}` }];
  if (addresses.length === 0) return [{ at, message: 'Enter at least one email address.' }];
  if (total > maxRecipients) return [{ at, message: `A list can have up to ${maxRecipients} addresses.` }];
  return [];
}

/** Why this person must not send that many emails now. */
function sendingErrors({ left, isApprover }: { left: number; isApprover: boolean }, n: number): FieldError[] {
  const messages = [
    ...(n > maxAlone && isApprover ? [mustAskOther] : []),
    ...(n > left
      ? [
          `A department can send ${grouped(maxEmails)} invitations and reminders in ${maxEmailsIn} days. Now ${grouped(left)} are left. Nothing was sent.`,
        ]
      : []),
  ];
  return messages.map((message) => ({ at: '', message }));
}

const mustAskOther = `You approved this campaign, and the list has more than ${maxAlone} addresses. Ask another ambassador or representative to send this email. Nothing was sent.`;

const mustStay = `Emails are still being sent, and fewer than ${minRecipients} addresses would be left. Try again once all are sent, or delete the whole list.`;

const notAdded: FieldError = {
  at: 'addresses',
  message: 'Nothing was added: all of these are on the list.',
};

const listClosed: FieldError = {
  at: '',
  message: 'Nothing was added: the invitation was sent, so the list can only get shorter.',
};

const conflict: FieldError = {
  at: '',
  message:
    'Something changed after you opened this page, or this email was sent already. Nothing was sent now. Check the page, and try again.',
};
