import { roleNames, roles, type Role } from '../access/access.ts';

/** Names of details that are unclear when only split into words. */
const names: Record<string, string> = {
  firstMonth: 'first month of the fiscal year',
  closesAfter: 'closes after (business days)',
  plansDueAfter: 'action plans due after (business days)',
  handInAfter: 'hand-in due after (business days)',
  submitAfter: 'submission due after (business days)',
  zone: 'time zone',
  slug: 'short name',
  contactEmail: 'contact’s email address',
  email: 'email address',
  fields: 'changed',
};

/** The details of an audit entry, such as `target: changed from 4.00 to 4.50` and `role: HEART Ambassador`. */
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
  // Before and after. Every other list is a list of values.
  if (Array.isArray(value) && value.length === 2) {
    return `changed from ${singleInWords(name, value[0])} to ${singleInWords(name, value[1])}`;
  }
  return Array.isArray(value) ? value.map((item) => singleInWords(name, item)).join(', ') : singleInWords(name, value);
}

function singleInWords(name: string, value: unknown): string {
  if (value === null || value === '') return '(empty)';
  // The target is stored in hundredths.
  if (name === 'target' && typeof value === 'number') return (value / 100).toFixed(2);
  if (name === 'role') return roles.some((role) => role === value) ? roleNames[value as Role] : 'unknown';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
