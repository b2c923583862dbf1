import { randomUUID } from 'node:crypto';
import { commitChange } from '../audit/audit.ts';
import type { Database } from '../database/database.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Department } from '../org/org.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { queueThankYou } from './email.ts';
import { reachedHeart } from './heart-quarter.ts';
import { isEligible } from './eligibility.ts';
import type { Cut } from './quoted.ts';

/** A thank-you as it is sent. */
export interface Sending {
  response: { id: string; receivedAt: number; quarter: string };
  department: Pick<Department, 'id'>;
  /** The ids of the employees who get an email. */
  people: number[];
  /** The id of the team, if a team is thanked. */
  team: number | null;
  letters: string;
  cuts: readonly Cut[];
  line: string | null;
  /** Made by the form. */
  send: string;
  /** The id of the person who sends it, and when. */
  by: string;
  at: number;
}

const day = 24 * 60 * 60 * 1000;

/**
 * Marks the comment as answered and queues an email for each person, in one commit.
 * @returns false if someone else answered the comment first, or if it may no longer be thanked for.
 */
export async function sendThankYou(db: Database, outbox: Outbox, sending: Sending): Promise<boolean> {
  const { response, department, people, team, by, at } = sending;
  const emails = people.flatMap((employeeId) => {
    const id = randomUUID();
    // Only where a recipient was added by the statement before it.
    return [
      addRecipient(sending, id, employeeId),
      ...queueThankYou(outbox, id, { madeBy: by, departmentId: department.id, at }, 'unchanged'),
    ];
  });
  const isFirst = await commitChange(
    db,
    markThanked(sending),
    { at, personId: by, action: 'thank-you sent', subject: response.id, departmentId: department.id },
    ...emails,
    ...reachedHeart({ people: team === null ? people : [], team, quarter: response.quarter, at }),
  );
  if (isFirst) outbox.wake();
  return isFirst;
}

/** Takes effect if nobody answered the comment before, it may be thanked for, and everybody chosen still works here. */
function markThanked(sending: Sending): Statement {
  const { response, people, team, letters, cuts, line, send, by, at } = sending;
  return statement(
    `INSERT INTO recognition (response_id, region_id, quarter, stage, owner_id, opened_at, closed_at, decided_by,
        decided_at, send_id, days, team_id, letters, cuts, line)
      SELECT id, region_id, quarter, 'thanked', :by, :at, :at, :by, :at, :send, :days, :team, :letters, :cuts, :line
        FROM response WHERE id = :response AND ${isEligible}
          AND (SELECT count(*) FROM employee WHERE left_at IS NULL AND email IS NOT NULL
            AND id IN (SELECT value FROM json_each(:people))) = json_array_length(:people)
      ON CONFLICT (response_id) DO UPDATE SET stage = 'thanked', owner_id = excluded.owner_id,
        closed_at = excluded.closed_at, decided_by = excluded.decided_by, decided_at = excluded.decided_at,
        send_id = excluded.send_id, days = excluded.days, team_id = excluded.team_id, letters = excluded.letters,
        cuts = excluded.cuts, line = excluded.line
      WHERE recognition.stage = 'open'`,
    {
      response: response.id,
      by,
      at,
      send,
      days: Math.max(0, Math.floor((at - response.receivedAt) / day)),
      team,
      letters,
      cuts: JSON.stringify(cuts),
      line,
      people: JSON.stringify(people),
    },
  );
}

/** Takes effect only in the commit of the form that was first, and once for each person. */
function addRecipient({ response, send, at }: Sending, id: string, employeeId: number): Statement {
  return statement(
    `INSERT INTO recognition_recipient (id, recognition_id, employee_id)
      SELECT :id, recognition.id, :employeeId FROM recognition
        WHERE response_id = :response AND send_id = :send AND decided_at = :at AND stage = 'thanked'
          AND NOT EXISTS (SELECT 1 FROM recognition_recipient
            WHERE recognition_id = recognition.id AND employee_id = :employeeId)`,
    { id, employeeId, response: response.id, send, at },
  );
}
