import {
  casePath,
  findCase,
  oneCase,
  showAgain,
  showOvertaken,
  workers,
  type CasePage,
  type CaseRoutes,
} from '../cases/cases.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { follow, type Change } from './follow.ts';

/**
 * What a form asks for: problems with what was typed, a change, or nothing, because it was done before, because someone else did
 * something different, or because it names nothing that the reader may see.
 */
export type Asked = FieldError[] | Change | 'done before' | 'overtaken' | 'nothing there';

/** Reads a form. It is asked again if someone was first: then it finds what that one did. */
export type Read = (visit: Visit & { form: Form }, page: CasePage) => Asked | Promise<Asked>;

/**
 * A form of a follow-up.
 * @param path below the case's.
 * @param written the names of its fields, which are shown again if it is rejected.
 */
export function followRoute(
  frame: Console,
  options: CaseRoutes,
  path: string,
  written: (c: Visit['c']) => readonly string[],
  read: Read,
  maxBody?: number,
): void {
  const handle = async (visit: Visit & { form: Form }) => {
    const { c, form } = visit;
    const typed = Object.fromEntries(written(c).map((name) => [name, form.text(name)]));
    const attempt = async (isRetried: boolean): Promise<Response> => {
      const page = await findCase(options.db, visit);
      const asked = page === undefined ? 'nothing there' : await read(visit, page);
      if (page === undefined || asked === 'nothing there') return frame.notFound(c);
      const here = casePath(page.file.reference);
      if (asked === 'done before') return c.redirect(`${here}?notice=before`, 303);
      if (Array.isArray(asked)) return showAgain(frame, options, visit, page, asked, typed);
      if (asked === 'overtaken' || isRetried) return showOvertaken(frame, options, visit, typed);
      return (await follow(options.db, page, asked)) ? c.redirect(`${here}?notice=step`, 303) : attempt(true);
    };
    return attempt(false);
  };
  frame.post(`${oneCase}/${path}`, workers, handle, maxBody);
}
