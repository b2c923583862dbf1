import { choiceField, type FieldError } from '../pages/fields.ts';
import type { Form } from '../http/form.ts';
import type { Markup } from '../pages/page.ts';
import type { CasePage } from './case-page.ts';
import { outcomes, type CaseEvent, type Outcome } from './events.ts';
import { byReader } from './step-forms.ts';
import type { NewEvent } from './take-step.ts';

// What was found about a complaint: chosen with the answer, corrected until it is closed, and known at closing. The second
// stage has an outcome of its own.

/** The outcomes, as staff read them. */
export const outcomeNames: Record<Outcome, string> = {
  upheld: 'Upheld',
  'partly upheld': 'Partly upheld',
  'not upheld': 'Not upheld',
  withdrawn: 'Withdrawn by the writer',
  referred: 'Referred to someone else',
};

/** The outcomes of the first and of the second stage; undefined for one that is not known. */
export function outcomesOf(events: readonly CaseEvent[]): { first: Outcome | undefined; second: Outcome | undefined } {
  const start = events.findIndex(({ kind }) => kind === 'not satisfied');
  const [first, second] = start === -1 ? [events, []] : [events.slice(0, start), events.slice(start)];
  return { first: lastIn(first), second: lastIn(second) };
}

function lastIn(events: readonly CaseEvent[]): Outcome | undefined {
  const last = events.findLast((event) => event.kind === 'outcome');
  return last?.kind === 'outcome' ? last.detail.outcome : undefined;
}

/** The outcome of the stage that the case is in. */
export function currentOutcome({ events, second }: Pick<CasePage, 'events' | 'second'>): Outcome | undefined {
  return outcomesOf(events)[second.begunAt === null ? 'first' : 'second'];
}

/** Whether a case has to have an outcome before it is closed. A request for information is no complaint that can be upheld. */
export const needsOutcome = ({ file }: Pick<CasePage, 'file'>): boolean => file.kind !== 'access';

/** The field for the outcome of this stage. @param none what it says if nothing is chosen. */
export function outcomeField(page: CasePage, id: string, none: string, hint?: string): Markup {
  const { typed = {}, errors = [] } = page;
  return choiceField({
    name: `${id}-outcome`,
    label: 'Outcome',
    value: typed[`${id}-outcome`] ?? currentOutcome(page) ?? '',
    options: [{ value: '', label: none }, ...outcomes.map((value) => ({ value, label: outcomeNames[value] }))],
    ...(hint === undefined ? {} : { hint }),
    errors,
  });
}

/**
 * Reads the field for the outcome.
 * @param isRequired whether one must be chosen.
 * @returns the problem, or the event if it is new.
 */
export function readOutcome(
  form: Form,
  page: CasePage,
  id: string,
  isRequired: boolean,
): FieldError[] | { events: NewEvent[] } {
  const outcome = outcomes.find((one) => one === form.text(`${id}-outcome`));
  if (outcome === undefined && isRequired) return [{ at: `${id}-outcome`, message: 'Choose the outcome.' }];
  if (outcome === undefined || outcome === currentOutcome(page)) return { events: [] };
  return { events: [byReader(page, { kind: 'outcome', detail: { outcome } })] };
}
