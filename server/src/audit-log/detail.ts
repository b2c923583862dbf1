import { roleNames, roles, type Role } from '../access/access.ts';

/** Where a name does not say enough with its humps taken apart. */
const names: Record<string, string> = {
  firstMonth: 'first month of the fiscal year',
  closesAfter: 'closes after (business days)',
  zone: 'time zone',
  slug: 'short name',
  contactEmail: 'contact’s e-mail address',
  email: 'e-mail address',
  fields: 'what changed',
};

/** What else the audit keeps of a deed, such as `target: 4.00 becomes 4.50` and `role: HEART Ambassador`. */
export function detailInWords(detail: string): string {
  return Object.entries(JSON.parse(detail) as Record<string, unknown>)
    .filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${nameInWords(name)}: ${valueInWords(name, value)}`)
    .join(', ');
}

function nameInWords(name: string): string {
  return names[name] ?? name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('_', ' ');
}

function valueInWords(name: string, value: unknown): string {
  if (name === 'fields') return (value as string[]).map(nameInWords).join(' and ');
  // What was and what is; every other list is one of things.
  if (Array.isArray(value) && value.length === 2) {
    return `${oneInWords(name, value[0])} becomes ${oneInWords(name, value[1])}`;
  }
  return Array.isArray(value) ? value.map((one) => oneInWords(name, one)).join(', ') : oneInWords(name, value);
}

function oneInWords(name: string, value: unknown): string {
  if (value === null || value === '') return 'nothing';
  // The target is kept in hundredths.
  if (name === 'target' && typeof value === 'number') return (value / 100).toFixed(2);
  if (name === 'role') return roles.some((role) => role === value) ? roleNames[value as Role] : 'unknown';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
