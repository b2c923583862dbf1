import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { signatureOf, signatureText, signatureTextsOf, toHtml, type Signature } from '@heart-survey/shared/signature';
import { can, personById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { createOrganization, hasEnded, type Region } from '../org/org.ts';
import { idIn, type Email, type EmailKind } from '../outbox/outbox.ts';
import { recipientById, type Recipient } from './queries.ts';

interface SignatureEmailOptions {
  db: Database;
  clock: () => number;
  /** Where the installation is, without a slash at the end. */
  baseUrl: string;
  /** In the language of the signature. */
  text: Catalog;
}

/** Brings an employee their own signature, ready to paste; nothing is sent to a person who has left. */
export function signatureEmail({ db, clock, baseUrl, text }: SignatureEmailOptions): EmailKind<Person> {
  const organization = createOrganization(db);
  const found = async (cause: string) => {
    const recipient = await recipientById(db, Number(idIn(cause, 'employee') ?? NaN));
    const region = recipient && (await organization()).regions.find(({ id }) => id === recipient.regionId);
    return recipient && region && { recipient, region };
  };
  return {
    title: 'Signature',
    recipient: async ({ cause }) => (await found(cause))?.recipient.address ?? undefined,
    compose: async ({ cause, madeBy }) => {
      const there = await found(cause);
      if (!there || there.recipient.address === null || hasEnded(there.region, clock())) return undefined;
      const by = madeBy === null ? undefined : await personById(db, madeBy);
      const { recipient, region } = there;
      const signature = signatureFor({ recipient, region, baseUrl, text });
      return { email: emailWith(signature, { to: there.recipient.address, by: by?.name ?? 'Your HEART Ambassador' }) };
    },
    mayRead: async (person, { cause }) => {
      const region = (await found(cause))?.region;
      return region !== undefined && can(person, 'signatures', { departmentId: region.department.id });
    },
  };
}

interface SignatureFor {
  recipient: Recipient;
  region: Region;
  baseUrl: string;
  text: Catalog;
}

/** The directory knows neither title nor phone, so their placeholders stay. */
function signatureFor({ recipient, region, baseUrl, text }: SignatureFor): Signature {
  return {
    text: signatureTextsOf(text),
    name: recipient.name,
    role: text.signature.yourRole,
    office: region.department.name,
    phone: text.signature.yourPhone,
    region,
    baseUrl,
    numbers: false,
    employee: recipient.code,
  };
}

function emailWith(signature: Signature, { to, by }: { to: string; by: string }): Email {
  const { name, role, phone, region, baseUrl } = signature;
  const page = `${baseUrl}/signature?region=${encodeURIComponent(region.slug)}`;
  return {
    to: [to],
    subject: 'Your email signature with the survey link',
    body: [
      `Hello ${name},`,
      `${by} is sending you your email signature. It asks customers how we are doing. The link is unique to you, so if a customer thanks you, we will know who to tell. Responses count toward ${region.name}, and employees are not ranked.`,
      `Copy the block below into the signature of your email program, and replace “${role}” and “${phone}”.`,
      { html: toHtml(signatureOf(signature)), text: signatureText(signature) },
      'This page shows the steps for Outlook and Gmail. A signature that you make there uses your office’s link instead of your own:',
      { link: page },
      'It also has the scripts for your voicemail and for when you are out of the office:',
      { link: `${page}#scripts` },
    ],
  };
}
