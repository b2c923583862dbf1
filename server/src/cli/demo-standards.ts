import type { Quarter } from '@heart-survey/shared/quarters';
import { commit, type Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { insertStandard, insertValue, standardsOf, type NewStandard } from '../service-standards/service-standards.ts';
import { inventId, randomFor } from './demo-history.ts';
import type { SamplePeople } from './demo-people.ts';

const day = 24 * 60 * 60 * 1000;

const standards: NewStandard[] = [
  {
    text: 'We treat everyone with respect.',
    area: 'conduct',
    measure: 'item',
    of: 'respect',
    direction: 'at least',
    target: 420,
  },
  {
    text: 'You get an answer when you need it.',
    area: 'timeliness',
    measure: 'item',
    of: 'timeliness',
    direction: 'at least',
    target: 400,
  },
  {
    text: 'If you complain, we answer by the date that we promised.',
    area: 'resolution',
    measure: 'clock',
    of: 'answered',
    direction: 'at least',
    target: 9500,
  },
  {
    text: 'You wait no longer than 15 minutes in our lobby.',
    area: 'accessibility',
    measure: 'entered',
    of: 'minutes',
    direction: 'at most',
    target: 1500,
  },
];

interface Sample {
  department: Department;
  /** The quarters in order, the current one last. */
  history: readonly Quarter[];
  people: SamplePeople;
}

/** Sample standards that were in force in every quarter, with what was entered by hand for each quarter that has ended. */
export async function writeSampleStandards(db: Database, { department, history, people }: Sample): Promise<void> {
  const { id: departmentId, slug } = department;
  const at = history[0]!.start;
  const made = { departmentId, by: people.representative.id, at };
  await commit(
    db,
    standards.map((standard) => insertStandard(standard, made)),
  );
  const entered = (await standardsOf(db, departmentId)).filter(({ measure }) => measure === 'entered');
  const random = randomFor(`standards ${slug}`);
  const values = entered.flatMap((standard) =>
    history.slice(0, -1).map((quarter, index) =>
      insertValue(
        {
          id: inventId(random),
          standardId: standard.id,
          departmentId,
          quarter: quarter.id,
          value: 1150 + 50 * ((7 * index) % 10),
          basedOn: 640 + 37 * ((5 * index) % 9),
          note: 'Mean of the lobby’s log.',
          at: quarter.end + 3 * day,
          personId: people.ambassador.id,
        },
        standard,
      ),
    ),
  );
  await commit(db, values);
}
