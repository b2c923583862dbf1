import type { FieldError } from '../pages/fields.ts';
import { rulePacks, type PromiseRule, type RulePack } from './rule-packs.ts';

/** Gives the text of a field; empty if it has none. */
type Fields = (name: string) => string;

/** The names of a rule's fields. */
export const countField = ({ id }: PromiseRule): string => `count-${id}`;
export const afterHoursField = ({ id }: PromiseRule): string => `after-${id}`;

/** The most days or hours that can be promised. */
const maxCount = 250;

/** The pack with that id. */
export function packOf(id: unknown): RulePack | undefined {
  return rulePacks.find((pack) => pack.id === id);
}

/** Reads the numbers of a pack's rules, and how they count after hours. */
export function readRuleFields(pack: RulePack, field: Fields): { rules: PromiseRule[] } | { errors: FieldError[] } {
  const errors: FieldError[] = [];
  const rules = pack.rules.map((rule): PromiseRule => {
    const { clock } = rule;
    if (clock.unit === 'end of the same day') return rule;
    const text = field(countField(rule));
    const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
    if (count < 1 || count > maxCount) {
      errors.push({ at: countField(rule), message: `Enter a whole number from 1 to ${maxCount}.` });
    }
    if (clock.unit === 'open hours') return { ...rule, clock: { ...clock, count } };
    const isNext = field(afterHoursField(rule)) === 'next business day';
    return { ...rule, clock: { ...clock, count, afterHours: isNext ? 'next business day' : 'same day' } };
  });
  return errors.length > 0 ? { errors } : { rules };
}
