import { kindNames, kinds, type CaseKind } from '../cases/cases.ts';
import type { FieldError } from '../pages/fields.ts';
import { maxMonths, type Times } from './times.ts';

/** The maximum length of a records authority's number, in UTF-16 units. */
export const maxAuthority = 60;

type Read = { times: Map<CaseKind, Times> } | { errors: FieldError[] };

/** Reads the form with the times of every kind. */
export function readTimes(typed: (name: string) => string): Read {
  const read = kinds.map((kind) => [kind, readKind(kind, typed)] as const);
  const errors = read.flatMap(([, one]) => ('errors' in one ? one.errors : []));
  if (errors.length > 0) return { errors };
  return { times: new Map(read.flatMap(([kind, one]) => ('errors' in one ? [] : [[kind, one] as const]))) };
}

function readKind(kind: CaseKind, typed: (name: string) => string): Times | { errors: FieldError[] } {
  const name = kindNames[kind];
  const problems: FieldError[] = [];
  const months = (field: string, min: number) => {
    const at = `${kind}-${field}`;
    const text = typed(at).trim();
    const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= maxMonths) return value;
    problems.push({ at, message: `${name}: enter a whole number of months from ${min} to ${maxMonths}.` });
    return Number.NaN;
  };
  const times = { minMonths: months('min', 0), maxMonths: months('max', 1), contactMonths: months('contact', 0) };
  if (times.minMonths > times.maxMonths) {
    problems.push({ at: `${kind}-max`, message: `${name}: “at most” cannot be less than “at least”.` });
  }
  if (times.contactMonths > times.maxMonths) {
    const message = `${name}: contact information cannot be kept longer than the case.`;
    problems.push({ at: `${kind}-contact`, message });
  }
  const authority = typed(`${kind}-authority`).trim();
  if (authority.length > maxAuthority) {
    const message = `${name}: enter a number of ${maxAuthority} characters or fewer.`;
    problems.push({ at: `${kind}-authority`, message });
  }
  return problems.length > 0 ? { errors: problems } : { ...times, authority: authority === '' ? null : authority };
}
