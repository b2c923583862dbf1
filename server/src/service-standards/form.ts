import { directions, hundredthsIn, standardAreas, withoutZeros } from '@heart-survey/shared/standards';
import { html } from 'hono/html';
import type { Form } from '../http/form.ts';
import { choiceField, errorSummary, textArea, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { hasWords } from '../pages/reason.ts';
import { areaNames, clockMeasures, measureName, surveyMeasures } from './measures.ts';
import type { NewStandard, Standard } from './queries.ts';

const maxText = 300;
const maxUnit = 30;

/** The fields of the form as they were typed. `measure` is such as `item average`, or `entered`. */
export type TypedStandard = Record<'text' | 'area' | 'measure' | 'unit' | 'direction' | 'target', string>;

const fields = ['text', 'area', 'measure', 'unit', 'direction', 'target'] as const;

export function typedStandard(form: Form): TypedStandard {
  return Object.fromEntries(fields.map((name) => [name, form.text(name)])) as TypedStandard;
}

/** The form of a standard that is changed. */
export function typedFrom({ text, area, measure, of, direction, target }: Standard): TypedStandard {
  const isEntered = measure === 'entered';
  return {
    text,
    area,
    measure: isEntered ? measure : `${measure} ${of}`,
    unit: isEntered ? of : '',
    direction,
    target: withoutZeros(target),
  };
}

export const emptyStandard: TypedStandard = {
  text: '',
  area: 'timeliness',
  measure: 'item average',
  unit: '',
  direction: 'at least',
  target: '',
};

const measures = [
  ...surveyMeasures.map((of) => ({ value: `item ${of}`, label: measureName(of) })),
  ...clockMeasures.map((of) => ({ value: `clock ${of}`, label: measureName(of) })),
  { value: 'entered', label: 'Entered by hand each quarter' },
];

/** What the form says, or what is wrong with it. */
export function readStandard(typed: TypedStandard): NewStandard | FieldError[] {
  const area = standardAreas.find((one) => one === typed.area);
  const direction = directions.find((one) => one === typed.direction);
  const chosen = measures.find(({ value }) => value === typed.measure)?.value;
  const [measure, of = typed.unit] = (chosen ?? '').split(' ') as [NewStandard['measure'], string?];
  const target = hundredthsIn(typed.target);
  const errors: FieldError[] = [
    ...(hasWords(typed.text) && typed.text.length <= maxText
      ? []
      : [{ at: 'text', message: `Enter the standard in ${maxText} characters or fewer.` }]),
    ...(area === undefined ? [{ at: 'area', message: 'Choose what it is about.' }] : []),
    ...(chosen === undefined ? [{ at: 'measure', message: 'Choose how it is measured.' }] : []),
    ...(chosen === 'entered' && !(hasWords(of) && of.length <= maxUnit)
      ? [{ at: 'unit', message: `Enter the unit, such as days, in ${maxUnit} characters or fewer.` }]
      : []),
    ...(direction === undefined ? [{ at: 'direction', message: 'Choose “at least” or “at most.”' }] : []),
    ...(direction === 'at most' && chosen !== undefined && chosen !== 'entered'
      ? [{ at: 'direction', message: 'Choose “at least”: for the survey and for cases, higher is better.' }]
      : []),
    ...targetErrors(measure, target),
  ];
  if (errors.length > 0) return errors;
  return { text: typed.text, area: area!, measure, of, direction: direction!, target: target! };
}

function targetErrors(measure: NewStandard['measure'], target: number | undefined): FieldError[] {
  const wrong = (message: string) => [{ at: 'target', message }];
  if (target === undefined) return wrong('Enter a number with at most two decimals, such as 4.2.');
  if (measure === 'item' && (target < 100 || target > 500)) return wrong('Enter an average from 1 to 5.');
  if (measure === 'clock' && target > 10_000) return wrong('Enter a percentage from 0 to 100.');
  return [];
}

interface StandardForm {
  action: string;
  typed: TypedStandard;
  errors: FieldError[];
  /** The label of its button. */
  button: string;
  cancel: string;
}

export function standardForm({ action, typed, errors, button, cancel }: StandardForm): Markup {
  return html`${errorSummary(errors)}
    <form method="post" action="${action}">
      ${textArea({
        name: 'text',
        label: 'The standard',
        value: typed.text,
        rows: 3,
        hint: `What customers can expect, in your own words. ${maxText} characters or fewer. Do not name anyone.`,
        errors,
      })}
      ${choiceField({
        name: 'area',
        label: 'What it is about',
        value: typed.area,
        options: standardAreas.map((value) => ({ value, label: areaNames[value] })),
        errors,
      })}
      ${choiceField({ name: 'measure', label: 'How it is measured', value: typed.measure, options: measures, errors })}
      ${textField({
        name: 'unit',
        label: 'Unit',
        value: typed.unit,
        hint: 'Only if it is entered by hand: what the number counts, such as days or calls.',
        errors,
      })}
      ${choiceField({
        name: 'direction',
        label: 'It is met if the figure is',
        value: typed.direction,
        options: directions.map((value) => ({ value, label: value })),
        errors,
      })}
      ${textField({
        name: 'target',
        label: 'Target',
        value: typed.target,
        hint: 'For the survey, an average from 1 to 5. For cases, a percentage. Otherwise a number of your unit.',
        isShort: true,
        errors,
      })}
      <div class="actions">
        <button>${button}</button>
        <a href="${cancel}">Cancel</a>
      </div>
    </form>`;
}
