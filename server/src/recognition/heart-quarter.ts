import { heart } from '@heart-survey/shared/heart';
import { statement, type Statement } from '../database/statement.ts';

/** Who was just thanked for a comment of that quarter. */
interface Thanked {
  /** Ids of employees who were thanked by themselves. */
  people: number[];
  /** The id of the team, if one was thanked. */
  team: number | null;
  quarter: string;
  at: number;
}

const letters = JSON.stringify(heart.map(({ letter }) => letter));

/** How many of the five letters the thank-yous that match are about. */
const lettersOf = (matching: string) => `(SELECT count(DISTINCT letter.value) FROM json_each(:letters) AS letter
  JOIN recognition ON instr(recognition.letters, letter.value) > 0
  WHERE recognition.stage = 'thanked' AND recognition.quarter = :quarter AND ${matching})`;

/**
 * Records, once, that an employee or a team was thanked for all five letters within one quarter. For the commit of the
 * thank-you, after it. What a team was thanked for counts for the team alone.
 */
export function reachedHeart({ people, team, quarter, at }: Thanked): Statement[] {
  const record = (column: string, id: number, matching: string) =>
    statement(
      `INSERT INTO heart_quarter (quarter, ${column}, reached_at) SELECT :quarter, :id, :at
        WHERE ${lettersOf(matching)} = ${heart.length} ON CONFLICT DO NOTHING`,
      { quarter, id, at, letters },
    );
  const ofEmployee = `recognition.team_id IS NULL AND recognition.id IN
    (SELECT recognition_id FROM recognition_recipient WHERE employee_id = :id)`;
  return [
    ...people.map((id) => record('employee_id', id, ofEmployee)),
    ...(team === null ? [] : [record('team_id', team, 'recognition.team_id = :id')]),
  ];
}
