import type { Quarter } from '@heart-survey/shared/quarters';
import { createOrganization, findBySlug, type Department } from '../org/org.ts';
import { UserError, type CommandContext } from './command.ts';

/** The options of every command that works on one department's quarter. */
export const quarterOptions = { department: { type: 'string' }, quarter: { type: 'string' } } as const;

export async function allDepartments({ db }: CommandContext): Promise<Department[]> {
  return (await createOrganization(db)()).departments;
}

/** The requested department, or the only one. @throws UserError */
export async function departmentAsked(context: CommandContext): Promise<Department> {
  const departments = await allDepartments(context);
  const asked = context.options['department'];
  const found = asked === undefined && departments.length === 1 ? departments[0] : findBySlug(departments, asked);
  if (found) return found;
  const known = departments.map(({ slug }) => slug).join(', ');
  throw new UserError(
    asked === undefined
      ? `Choose a department with --department: ${known}.`
      : `Unknown department ${String(asked)}. Choose one of: ${known}.`,
  );
}

/** The requested quarter, or the current one. @throws UserError */
export function quarterAsked({ terminal, options }: CommandContext, { calendar, name }: Department): Quarter {
  const asked = options['quarter'];
  const now = calendar.at(terminal.clock());
  if (asked === undefined) return now;
  const quarter = calendar.byId(String(asked));
  if (quarter && quarter.start > now.start) throw new UserError(`${quarter.label} has not started yet.`);
  if (quarter) return quarter;
  throw new UserError(
    `${String(asked)} is not a quarter for ${name}. Name a quarter by its first month, such as ${now.id}.`,
  );
}
