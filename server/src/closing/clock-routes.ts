import { can } from '../access/access.ts';
import { departmentsFor, type Console, type TodayItem, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { FieldError } from '../pages/fields.ts';
import { clockHold, confirmClock } from './clock-guard.ts';
import { clockPage, clockPath, holdInWords } from './clock-page.ts';

/** A person who reads the time and then presses the button takes less than this, in milliseconds. */
const maxReading = 60 * 60 * 1000;

/** The page where people confirm that a clock that jumped is right. */
export function clockRoutes(frame: Console, { db }: { db: Database }): void {
  const show = async (visit: Visit, errors: FieldError[] = []) => {
    const hold = await clockHold(db, visit.now);
    const notice = errors.length > 0 ? undefined : visit.c.req.query('notice');
    const page = clockPage({ now: visit.now, zone: zoneFor(visit), hold, errors, notice });
    return frame.page(visit, page, errors.length > 0 ? 409 : 200);
  };

  frame.get(clockPath, { of: 'everyone' }, (visit) => (mayConfirm(visit) ? show(visit) : frame.notFound(visit.c)));
  frame.post(clockPath, { of: 'everyone' }, async (visit) => {
    if (!mayConfirm(visit)) return frame.notFound(visit.c);
    if (!isStillRight(visit.form.text('shown'), visit.now)) return show(visit, [otherTime]);
    await confirmClock(db, visit.now, visit.person.id);
    return visit.c.redirect(`${clockPath}?notice=confirmed`, 303);
  });
  frame.today((visit) => clockToday(db, visit));
}

const otherTime: FieldError = {
  at: '',
  message: 'The server’s clock has changed since you opened this page. Check the date and time again.',
};

/** Whether a clock that a person looked at still shows nearly the same: another server may have received the form. */
export function isStillRight(shown: string, now: number): boolean {
  return /^\d{1,15}$/.test(shown) && Math.abs(now - Number(shown)) < maxReading;
}

async function clockToday(db: Database, visit: Visit): Promise<TodayItem[]> {
  if (!mayConfirm(visit)) return [];
  const hold = await clockHold(db, visit.now);
  if (hold === undefined) return [];
  return [{ message: holdInWords(hold, zoneFor(visit)), href: clockPath, link: 'Check the clock', isUrgent: true }];
}

function mayConfirm({ person, organization }: Visit): boolean {
  return can(person, 'settings') || departmentsFor(person, 'closing', organization).length > 0;
}

function zoneFor({ person, organization }: Visit): string {
  const [department] = [...departmentsFor(person, 'closing', organization), ...organization.departments];
  return department?.zone ?? 'UTC';
}
