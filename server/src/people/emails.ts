import { can, personById, type Person } from '../access/access.ts';
import { createOrganization } from '../org/org.ts';
import { hiddenLink, idIn, type EmailKind } from '../outbox/outbox.ts';
import { newLink, type LinkOptions } from '../sign-in/sign-in.ts';
import { roleInWords } from './pages.ts';
import { grants, listedPerson, type Listed } from './queries.ts';

interface InvitationOptions extends LinkOptions {
  /** The name of the agency's own sign-in, if there is one. */
  provider: string | undefined;
}

/** The invitation. It has a link to set a password, unless the person can sign in only with the provider. */
export function invitationEmail(options: InvitationOptions): EmailKind<Person> {
  const { db, passwordRule } = options;
  const personOf = (cause: string) => listedPerson(db, idIn(cause, 'person') ?? '');
  const organization = createOrganization(db);
  return {
    title: 'Invitation',
    recipient: async ({ cause }) => (await personOf(cause))?.email,
    compose: async ({ cause, madeBy }, links) => {
      const person = await personOf(cause);
      if (!person || person.leftAt !== null) return undefined;
      const scopes = await organization();
      const own = (await grants(db, person.id)).map((grant) => roleInWords(grant, scopes));
      const by = madeBy === null ? undefined : await personById(db, madeBy);
      const invited = {
        person,
        by: by?.name ?? 'An administrator',
        role: own.join(', ') || 'none yet, but an administrator can give you one',
      };
      if (!passwordRule.allows(person.email)) {
        return { email: emailOf(invited, forProvider(invited, options)) };
      }
      // An invitation must not replace a password.
      if (person.hasPassword) return undefined;
      const link = links === 'make' ? newLink(options, 'invitation', person.id) : undefined;
      return {
        email: emailOf(invited, withLink(invited, options, link?.url ?? hiddenLink)),
        alongside: link?.statements ?? [],
      };
    },
    mayRead: async (person) => can(person, 'people'),
  };
}

interface Invited {
  person: Listed;
  /** The name of the administrator. */
  by: string;
  /** In words, with its department or region. */
  role: string;
}

type Body = (string | { link: string })[];

const emailOf = ({ person, by, role }: Invited, body: Body) => ({
  to: [person.email],
  subject: 'Your invitation to the HEART Survey',
  body: [
    `Hello ${person.name},`,
    `${by} invited you to the HEART Survey, where our agency sees how customers rate our service. Your role: ${role}.`,
    ...body,
  ],
});

function forProvider({ person }: Invited, { passwordRule, baseUrl }: InvitationOptions): Body {
  return [
    `Sign in with ${passwordRule.onlyProvider} here, using your account with the email address ${person.email}:`,
    { link: `${baseUrl}/console` },
    'You do not need a separate password. If you did not expect this email, you can ignore it.',
  ];
}

function withLink({ person, by }: Invited, { baseUrl, provider }: InvitationOptions, link: string): Body {
  const orProvider = provider ? ` You can also sign in there with ${provider}, without a password.` : '';
  return [
    'Open this link to set your password. The link can be used once and expires in seven days:',
    { link },
    `Then sign in at ${baseUrl}/console with your email address, ${person.email}.${orProvider}`,
    `If the link no longer works, ask ${by} for a new one. If you did not expect this email, you can ignore it.`,
  ];
}
