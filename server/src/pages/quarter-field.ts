import type { Quarter } from '@heart-survey/shared/quarters';
import { choiceField } from './fields.ts';
import type { Markup } from './page.ts';

/** The field that chooses a quarter. */
export function quarterField(quarters: readonly Quarter[], selected: Pick<Quarter, 'id'>): Markup {
  return choiceField({
    name: 'quarter',
    label: 'Quarter',
    value: selected.id,
    options: quarters.map(({ id, label }) => ({ value: id, label })),
  });
}
