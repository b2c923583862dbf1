import { createPasswordRule, invite } from '../sign-in/sign-in.ts';
import { isEmail, nameOf, personByEmail, roleReach, roles, type Role } from '../access/access.ts';
import { createOrganization, findBySlug } from '../org/org.ts';
import { UserError, type Command, type CommandContext } from './command.ts';
import { departmentAsked } from './quarter-asked.ts';

export const personAdd: Command = {
  name: 'person add',
  summary: `Add a person and print the link they use to set a password. Roles: ${roles.join(', ')}.`,
  mayCreate: true,
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    department: { type: 'string' },
    region: { type: 'string' },
    desk: { type: 'string' },
  },
  run: async (context) => {
    const { db, config, terminal, options } = context;
    const email = String(options['email'] ?? '').toLowerCase();
    if (!isEmail(email)) throw new UserError('Give an email address with --email.');
    if (await personByEmail(db, email)) throw new UserError(`${email} already has an account.`);
    const role = roles.find((role) => role === options['role']);
    if (role === undefined) throw new UserError(`Choose a role with --role: ${roles.join(', ')}.`);
    const name = nameOf(String(options['name'] ?? email));
    const scope = await scopeOf(context, role);
    const { baseUrl } = config;
    const passwordRule = createPasswordRule(config.oidc);
    const { clock } = terminal;
    const { url } = await invite({ db, clock, baseUrl, passwordRule }, { name, email, role, ...scope }, null);
    terminal.out(url ?? `${email} can now sign in with ${passwordRule.onlyProvider} at ${baseUrl}/console.`);
    return 0;
  },
};

/** What the role applies to: a department for most roles, a region for a junior ambassador, a desk for a case handler. */
async function scopeOf(context: CommandContext, role: Role) {
  const { db, options } = context;
  const reach = roleReach(role);
  if (reach === 'installation') return {};
  if (reach === 'department') return { departmentId: (await departmentAsked(context)).id };
  const { regions, desks } = await createOrganization(db)();
  if (reach === 'desk') {
    const desk = findBySlug(desks, options['desk']);
    if (!desk) throw new UserError(`Choose a desk with --desk: ${desks.map(({ slug }) => slug).join(', ')}.`);
    return { ...(desk.department ? { departmentId: desk.department.id } : {}), deskId: desk.id };
  }
  const region = findBySlug(regions, options['region']);
  if (!region) throw new UserError(`Choose a region with --region: ${regions.map(({ slug }) => slug).join(', ')}.`);
  return { departmentId: region.department.id, regionId: region.id };
}
