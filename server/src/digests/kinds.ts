import { canSomewhere, type Person } from '../access/access.ts';
import { digestChoice } from '../database/schema.ts';

export type DigestKind = (typeof digestChoice.kind.enumValues)[number];
export type Frequency = (typeof digestChoice.frequency.enumValues)[number];

export const digestKinds = digestChoice.kind.enumValues;

/** How often each kind can be sent, in the order of the form. */
export const frequenciesOf: Record<DigestKind, readonly Frequency[]> = {
  'low ratings': ['daily', 'weekly'],
  due: ['daily', 'weekly'],
  'quarter end': ['quarterly'],
};

/** Whether the person may see anything that such a digest counts. */
export function mayChoose(person: Pick<Person, 'grants'>, kind: DigestKind): boolean {
  if (kind === 'due') return canSomewhere(person, 'action plans') || canSomewhere(person, 'cases');
  return canSomewhere(person, 'results');
}
