import { createPasswordRule, invite } from '../sign-in/sign-in.ts';
import { isEmail, nameOf, personByEmail, reachOf, roles, type Role } from '../access/access.ts';
import { createDirectory } from '../org/org.ts';
import { Mistake, type Command, type CommandContext } from './command.ts';

export const personAdd: Command = {
  name: 'person add',
  summary: `Let somebody sign in, and print the link they set a password with. Roles: ${roles.join(', ')}.`,
  mayCreate: true,
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    department: { type: 'string' },
    region: { type: 'string' },
  },
  run: async (context) => {
    const { db, config, terminal, options } = context;
    const email = String(options['email'] ?? '').toLowerCase();
    if (!isEmail(email)) throw new Mistake('Give an e-mail address with --email.');
    if (await personByEmail(db, email)) throw new Mistake(`${email} is known already.`);
    const role = roles.find((role) => role === options['role']);
    if (role === undefined) throw new Mistake(`Say with --role what they are: ${roles.join(', ')}.`);
    const name = nameOf(String(options['name'] ?? email));
    const place = await placeOf(context, role);
    const { baseUrl } = config;
    const passwordRule = createPasswordRule(config.oidc);
    const { clock } = terminal;
    const { url } = await invite({ db, clock, baseUrl, passwordRule }, { name, email, role, ...place }, null);
    terminal.out(url ?? `${email} can now sign in with ${passwordRule.onlyProvider} at ${baseUrl}/console.`);
    return 0;
  },
};

/** Where the role is granted: a department for most, a region for a junior ambassador. */
async function placeOf({ db, options }: CommandContext, role: Role) {
  const reach = reachOf(role);
  if (reach === 'installation') return {};
  const { departments, regions } = await createDirectory(db)();
  if (reach === 'region') {
    const region = regions.find(({ slug }) => slug === options['region']);
    if (!region) throw new Mistake(`Say which with --region: ${regions.map(({ slug }) => slug).join(', ')}.`);
    return { departmentId: region.department.id, regionId: region.id };
  }
  const asked = options['department'];
  const department = departments.find(
    ({ slug }) => slug === asked || (asked === undefined && departments.length === 1),
  );
  if (!department) throw new Mistake(`Say which with --department: ${departments.map(({ slug }) => slug).join(', ')}.`);
  return { departmentId: department.id };
}
