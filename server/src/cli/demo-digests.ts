import { audited } from '../audit/audit.ts';
import { commit, type Database } from '../database/database.ts';
import { choose, type DigestKind, type Frequency } from '../digests/digests.ts';
import type { SamplePeople, SamplePerson } from './demo-people.ts';

interface SampleChoice {
  person: SamplePerson | undefined;
  kind: DigestKind;
  frequency: Frequency;
}

/** The email summaries that the people of the sample data chose. */
export async function writeSampleDigests(
  db: Database,
  people: SamplePeople & { junior: SamplePerson | undefined; manager: SamplePerson | undefined },
  now: number,
): Promise<void> {
  const { ambassador, representative, junior, manager } = people;
  const choices: SampleChoice[] = [
    { person: ambassador, kind: 'low ratings', frequency: 'daily' },
    { person: ambassador, kind: 'due', frequency: 'weekly' },
    { person: representative, kind: 'quarter end', frequency: 'quarterly' },
    { person: junior, kind: 'low ratings', frequency: 'weekly' },
    { person: manager, kind: 'due', frequency: 'daily' },
  ];
  const chosen = choices.flatMap(({ person, kind, frequency }) =>
    person === undefined ? [] : [{ person, kind, frequency }],
  );
  await commit(
    db,
    chosen.flatMap(({ person, kind, frequency }) => [
      choose({ personId: person.id, kind, frequency }, now),
      audited(
        {
          ...{ personId: person.id, action: 'email summaries chosen', subject: person.email },
          detail: { [kind]: frequency },
        },
        now,
      ),
    ]),
  );
}
