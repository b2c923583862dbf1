import { grouped } from '@heart-survey/shared/counts';
import { isEmail } from '../access/access.ts';
import { commitChange } from '../audit/audit.ts';
import type { Console } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { firstText, invitationText, textErrors } from './email-text.ts';
import { deleteList } from './forgetting.ts';
import { deletionPage, invitationsPage, leftOutInWords, type InvitationsPage } from './invitations-page.ts';
import {
  emailsLeft,
  failedAddresses,
  hasResponses,
  mailingsOf,
  maxAlone,
  maxEmails,
  maxEmailsAlone,
  maxEmailsIn,
  sendMailing,
} from './mailings.ts';
import { noteOptOut, optedOut, optOutOf } from './opt-outs.ts';
import { invitationsPath, invitationsRoute } from './paths.ts';
import type { Campaign } from './queries.ts';
import {
  addRecipients,
  addressesIn,
  listKey,
  maxRecipients,
  minRecipients,
  recipientsOf,
  removeRecipients,
  type PastedList,
} from './recipients.ts';
import { openRegions } from './regions.ts';
import type { CampaignRoutes } from './routes.ts';
import { stateOf } from './state.ts';
import { seenCampaign, type DepartmentVisit, type Seen } from './visit.ts';

const rule = { of: 'department', action: 'campaign approval' } as const;
/** The most bytes of a pasted list: enough for the longest one. */
const maxBody = 128 * 1024;

type FormVisit = DepartmentVisit & { form: Form };
type Typed = Partial<
  Pick<InvitationsPage, 'errors' | 'text' | 'pasted' | 'removed' | 'mayReturn' | 'language' | 'preview' | 'leftOut'>
>;

/** Inviting people to a campaign by email, and reminding them. */
export function invitationRoutes(frame: Console, options: CampaignRoutes): void {
  const { db, outbox, secret, erased } = options;
  const { offered } = options.languages;

  const show = async (visit: DepartmentVisit, seen: Seen, typed: Typed = {}, status?: 400 | 409) => {
    const { id } = seen.campaign;
    const [recipients, mailings, failed, isAnswered] = await Promise.all([
      recipientsOf(db, id),
      mailingsOf(db, id),
      failedAddresses(db, id),
      hasResponses(db, id),
    ]);
    const text = firstText(seen.campaign, mailings.length);
    const language = languageIn(mailings.at(-1)?.language);
    const { hasServer } = outbox;
    const notice = visit.c.req.query('notice');
    const listed = { n: recipients.length, key: listKey(recipients) };
    const out = visit.c.req.query('out') ?? '';
    const leftOut = /^\d{1,4}$/.test(out) ? Number(out) : 0;
    return frame.page(
      visit,
      invitationsPage({
        seen,
        listed,
        leftOut,
        mailings,
        isTooLate: mailings.length === 0 && isAnswered,
        failed,
        hasServer,
        notice,
        text,
        language,
        offered,
        ...typed,
      }),
      status,
    );
  };

  const languageIn = (tag: string | undefined) => offered.find((one) => one.tag === tag) ?? offered[0]!;

  /**
   * Takes those off the list who were taken off another one, or off this one before it was restored.
   * @returns how many, and how many have to stay for now.
   */
  const leaveOut = async ({ person, now }: DepartmentVisit, campaign: Campaign) => {
    const emails = (await recipientsOf(db, campaign.id)).map(({ email }) => email);
    const out = [...(await optedOut(db, secret, { departmentId: campaign.departmentId, emails }))];
    if (out.length === 0) return { leftOut: 0, staying: 0 };
    const isRemoved = await removeRecipients(db, { campaign, by: person.id, at: now, emails: out, erased });
    return isRemoved ? { leftOut: out.length, staying: 0 } : { leftOut: 0, staying: out.length };
  };

  const limitsOf = async ({ person, now }: DepartmentVisit, { departmentId, decidedBy }: Campaign) => ({
    left: await emailsLeft(db, { departmentId, by: person.id, now }),
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
    const given = addressesIn(pasted);
    const { departmentId } = campaign;
    const out = await optedOut(db, secret, { departmentId, emails: given.addresses });
    const addresses = given.addresses.filter((email) => !out.has(email));
    const listed = await recipientsOf(db, campaign.id);
    const total = new Set([...listed.map(({ email }) => email), ...addresses]).size;
    const errors = listErrors(total, given);
    if (errors.length > 0) return show(visit, seen, { errors, pasted }, 400);
    const isAdded =
      addresses.length > 0 && (await addRecipients(db, { campaign, addresses, by: visit.person.id, at: visit.now }));
    if (isAdded) return back(visit, seen, out.size > 0 ? `added&out=${out.size}` : 'added');
    const isSent = (await mailingsOf(db, campaign.id)).length > 0;
    const message = isSent ? listClosed : campaign.stage === 'ended' ? listEnded : notAdded(out.size);
    return show(visit, seen, { errors: [{ at: isSent ? '' : 'addresses', message }], pasted }, 409);
  });

  change('/removal', async (visit, seen) => {
    const email = visit.form.text('email').toLowerCase();
    const { campaign } = seen;
    const mayReturn = visit.form.text('mistake') === 'yes';
    const reject = (message: string, status: 400 | 409) =>
      show(visit, seen, { errors: [{ at: 'email', message }], removed: email, mayReturn }, status);
    if (!isEmail(email)) return reject('Enter an email address, such as name@example.org.', 400);
    const optOut = optOutOf(secret, campaign.departmentId, email);
    const act = { campaign, by: visit.person.id, at: visit.now };
    const removal = { ...act, emails: [email], optOuts: mayReturn ? [] : [optOut], erased };
    if (await removeRecipients(db, removal)) return back(visit, seen, 'removed');
    const isListed = (await recipientsOf(db, campaign.id)).some((one) => one.email === email);
    if (isListed) return reject(mustStay, 409);
    if (mayReturn) return reject('This address is not on the list.', 400);
    await noteOptOut(db, { ...act, optOut });
    return back(visit, seen, 'noted');
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
    const mailings = await mailingsOf(db, campaign.id);
    const position = mailings.length;
    const language = languageIn(form.text('language') || mailings.at(-1)?.language);
    const typed = { text, language };
    const errors = textErrors(text);
    if (errors.length > 0) return show(visit, seen, { ...typed, errors }, 400);
    if (form.text('do') === 'change') return show(visit, seen, typed);
    const { leftOut, staying } = await leaveOut(visit, campaign);
    if (staying > 0) {
      return show(visit, seen, { ...typed, errors: [{ at: '', message: stayingInWords(staying) }] }, 409);
    }
    const recipients = await recipientsOf(db, campaign.id);
    const regions = openRegions(organization.regions, campaign);
    const isPossible =
      outbox.hasServer &&
      stateOf(campaign, today) === 'running' &&
      recipients.length >= minRecipients &&
      regions.length > 0 &&
      form.text('position') === String(position);
    if (!isPossible || (position === 0 && (await hasResponses(db, campaign.id)))) {
      return show(visit, seen, { ...typed, errors: [conflict] }, 409);
    }
    const limits = sendingErrors(await limitsOf(visit, campaign), recipients.length);
    if (limits.length > 0) return show(visit, seen, { ...typed, errors: limits }, 409);
    if (form.text('do') !== 'send') {
      const to = recipients[0]!.email;
      const { baseUrl } = options;
      const written = { campaign, regions, position, text, language, isUsual: language === offered[0] };
      const preview = invitationText({ ...written, sender: person, to, baseUrl });
      return show(visit, seen, { ...typed, preview, leftOut });
    }
    const sending = { campaign, position, text, language: language.tag, recipients, by: person.id, at: now };
    const isSame = form.text('listed') === listKey(recipients);
    if (isSame && (await sendMailing(db, outbox, sending))) return back(visit, seen, 'queued');
    return show(visit, seen, { ...typed, errors: [conflict] }, 409);
  });
}

function listErrors(total: number, { addresses, wrong }: PastedList): FieldError[] {
  const at = 'addresses';
  if (wrong.length > 0) return [{ at, message: `These are not email addresses: ${wrong.join(', ').slice(0, 300)}` }];
  if (addresses.length === 0) return [{ at, message: 'Enter at least one email address.' }];
  if (total > maxRecipients) return [{ at, message: `A list can have up to ${maxRecipients} addresses.` }];
  return [];
}

interface Limits {
  left: Awaited<ReturnType<typeof emailsLeft>>;
  isApprover: boolean;
}

/** Why this person must not send that many emails now. */
function sendingErrors({ left, isApprover }: Limits, n: number): FieldError[] {
  const messages = [
    ...(isApprover && n > maxAlone ? [mustAskOther] : []),
    ...(isApprover && n <= maxAlone && n > left.alone ? [sentAlone(left.alone)] : []),
    ...(n > left.department
      ? [
          `A department can send ${grouped(maxEmails)} invitations and reminders in ${maxEmailsIn} days. Your department has ${grouped(left.department)} left. Nothing was sent.`,
        ]
      : []),
  ];
  return messages.map((message) => ({ at: '', message }));
}

const mustAskOther = `You approved this campaign, and the list has more than ${maxAlone} addresses. Ask another ambassador or representative to send this email. Nothing was sent.`;

const sentAlone = (left: number) =>
  `You approved this campaign. For campaigns that you approved, you can send ${maxEmailsAlone} invitations and reminders in ${maxEmailsIn} days. Now ${left} are left. Ask another ambassador or representative to send this email. Nothing was sent.`;

const mustStay = `Emails are still being sent, and fewer than ${minRecipients} addresses would be left. Try again once all are sent, or delete the whole list.`;

const stayingInWords = (n: number) =>
  `${n === 1 ? 'One address was' : `${grouped(n)} addresses were`} taken off a list of this department, and cannot be left out while emails are still being sent: fewer than ${minRecipients} would be left. Nothing was sent. Try again once all emails are sent.`;

const notAdded = (leftOut: number) =>
  leftOut === 0
    ? 'Nothing was added: all of these are on the list.'
    : `Nothing was added: ${leftOutInWords(leftOut)} The others are on the list.`;

const listClosed = 'Nothing was added: the invitation was sent, so the list can only get shorter.';

const listEnded = 'Nothing was added: the campaign has ended.';

const conflict: FieldError = {
  at: '',
  message:
    'Something changed after you opened this page, or this email was sent already. Nothing was sent now. Check the page, and try again.',
};
