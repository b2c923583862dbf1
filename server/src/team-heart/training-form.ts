import { grouped } from '@heart-survey/shared/counts';
import { dayFrom } from '@heart-survey/shared/dates';
import { withoutDirectionSigns } from '../access/access.ts';
import { countIn, isId, type Form } from '../http/form.ts';
import { findBySlug, type Department, type Region } from '../org/org.ts';
import { incompleteForm, type FieldError } from '../pages/fields.ts';

/** A training as a person entered it. */
export interface TypedTraining {
  /** A UUID that the page made, so that sending the form twice adds one training. */
  id: string;
  heldOn: string;
  topic: string;
  /** The region's slug; empty for the whole department. */
  region: string;
  attended: string;
}

/** The maximum length of a topic, in UTF-16 units. */
const maxTopic = 120;
/** The maximum number of people who attended one training. */
const maxAttended = 100_000;

export function typedTraining(form: Form): TypedTraining {
  return {
    id: form.text('id'),
    heldOn: form.text('heldOn'),
    topic: withoutDirectionSigns(form.text('topic')).replaceAll(/\s+/g, ' ').trim(),
    region: form.text('region'),
    attended: form.text('attended'),
  };
}

interface TrainingOptions {
  department: Department;
  /** The regions that the person may choose. */
  regions: Region[];
  /** Whether the training may be for the whole department. */
  isWhole: boolean;
  now: number;
}

/** A training to store. */
export interface NewTraining {
  id: string;
  heldOn: string;
  topic: string;
  attended: number;
  region: Region | undefined;
}

/** The training that was entered, or the problems with it. */
export function trainingFrom(
  { id, heldOn, topic, region: slug, attended }: TypedTraining,
  { department, regions, isWhole, now }: TrainingOptions,
): { training: NewTraining } | { errors: FieldError[] } {
  const day = dayFrom(heldOn);
  const region = slug === '' ? undefined : findBySlug(regions, slug);
  const count = countIn(attended, maxAttended) ?? undefined;
  const isFuture = day !== undefined && day.startIn(department.zone) > now;
  const errors: FieldError[] = [
    ...(isId(id) ? [] : [incompleteForm]),
    ...(day ? [] : [{ at: 'heldOn', message: 'Enter the date of the training.' }]),
    ...(isFuture
      ? [{ at: 'heldOn', message: `${day.inWords} is in the future. Enter a training after it was held.` }]
      : []),
    ...(topic === '' || topic.length > maxTopic
      ? [{ at: 'topic', message: `Enter a topic of ${maxTopic} characters or fewer.` }]
      : []),
    ...(region || (slug === '' && isWhole) ? [] : [{ at: 'region', message: 'Choose who it was for.' }]),
    ...(count === undefined
      ? [
          {
            at: 'attended',
            message: `Enter how many people attended, as a whole number from 1 to ${grouped(maxAttended)}.`,
          },
        ]
      : []),
  ];
  return errors.length > 0 ? { errors } : { training: { id, heldOn, topic, attended: count!, region } };
}
