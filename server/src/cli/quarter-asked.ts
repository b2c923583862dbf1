import type { Quarter } from '@heart-survey/shared/quarters';
import { createDirectory, type Department } from '../org/org.ts';
import { Mistake, type CommandContext } from './command.ts';

/** The options of every command that speaks of one department's quarter. */
export const quarterOptions = { department: { type: 'string' }, quarter: { type: 'string' } } as const;

export async function allDepartments({ db }: CommandContext): Promise<Department[]> {
  return (await createDirectory(db)()).departments;
}

/** The department asked for, or the only one. @throws Mistake */
export async function departmentAsked(context: CommandContext): Promise<Department> {
  const departments = await allDepartments(context);
  const asked = context.options['department'];
  const found =
    asked === undefined && departments.length === 1 ? departments[0] : departments.find(({ slug }) => slug === asked);
  if (found) return found;
  const known = departments.map(({ slug }) => slug).join(', ');
  throw new Mistake(
    asked === undefined
      ? `Say which with --department: ${known}.`
      : `There is no department ${String(asked)}: there is ${known}.`,
  );
}

/** The quarter asked for, or the current one. @throws Mistake */
export function quarterAsked({ terminal, options }: CommandContext, { calendar, name }: Department): Quarter {
  const asked = options['quarter'];
  const now = calendar.at(terminal.clock());
  if (asked === undefined) return now;
  const quarter = calendar.byId(String(asked));
  if (quarter && quarter.start > now.start) throw new Mistake(`${quarter.label} has not begun.`);
  if (quarter) return quarter;
  throw new Mistake(
    `${String(asked)} is no quarter of ${name}. A quarter is called by its first month, such as ${now.id}.`,
  );
}
