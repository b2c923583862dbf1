import { asc, eq } from 'drizzle-orm';
import { html } from 'hono/html';
import type { Database } from '../database/database.ts';
import { caseImprovement } from '../database/schema.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Form } from '../http/form.ts';
import { radioField, textArea, type FieldError } from '../pages/fields.ts';
import { hasWords } from '../pages/reason.ts';
import type { Markup } from '../pages/page.ts';
import type { CasePage } from './case-page.ts';
import { byReader } from './step-forms.ts';
import type { NewEvent } from './take-step.ts';

// If a promise was broken, whoever closes the case says what should change (docs/policies/dss-principles.md, section 4).

export type CaseImprovement = typeof caseImprovement.$inferSelect;

/** The maximum length of what should change, in UTF-16 units. */
const maxImprovement = 1000;

/** What should change because of a case, oldest first. */
export function improvementsOf(db: Database, caseId: number): Promise<CaseImprovement[]> {
  return db
    .select()
    .from(caseImprovement)
    .where(eq(caseImprovement.caseId, caseId))
    .orderBy(asc(caseImprovement.at), asc(caseImprovement.id));
}

/** Whether a promise was broken since that was asked last. */
export function asksForImprovement({ clocks, improvements }: Pick<CasePage, 'clocks' | 'improvements'>): boolean {
  const asked = improvements.at(-1)?.at ?? 0;
  return clocks.some(({ breaches }) => breaches.some((at) => at > asked));
}

/** Asks what should change. */
export function improvementFields({ typed = {}, errors = [] }: CasePage, id: string): Markup {
  return html`<p>We missed a date that we promised.</p>
    ${radioField({
      name: `${id}-change`,
      label: 'Should a procedure or an expectation change?',
      value: typed[`${id}-change`] ?? '',
      options: [
        { value: 'change', label: 'Yes' },
        { value: 'nothing', label: 'No' },
      ],
      errors,
    })}
    ${textArea({
      name: `${id}-change-text`,
      label: 'What should change, or why nothing has to change',
      value: typed[`${id}-change-text`] ?? '',
      rows: 4,
      hint: `${maxImprovement.toLocaleString('en-US')} characters or fewer. Do not name the writer or a colleague: senior management reads this.`,
      errors,
    })}`;
}

/** Reads what should change. @returns the problems, or what is stored. */
export function readImprovement(
  form: Form,
  page: CasePage,
  id: string,
): FieldError[] | { events: NewEvent[]; also: Statement[] } {
  const answer = (['change', 'nothing'] as const).find((one) => one === form.text(`${id}-change`));
  const text = form.text(`${id}-change-text`);
  const isUsable = hasWords(text) && text.length <= maxImprovement;
  if (answer === undefined || !isUsable) {
    const message = `Enter what should change, or why nothing has to change, in ${maxImprovement.toLocaleString('en-US')} characters or fewer.`;
    return [
      ...(answer === undefined
        ? [{ at: `${id}-change`, message: 'Choose whether a procedure or an expectation should change.' }]
        : []),
      ...(isUsable ? [] : [{ at: `${id}-change-text`, message }]),
    ];
  }
  const improvement = crypto.randomUUID();
  return {
    events: [byReader(page, { kind: 'improvement', detail: { improvement, answer } })],
    also: [
      statement(
        `INSERT INTO case_improvement (id, case_id, at, person_id, answer, text)
          SELECT :improvement, :caseId, :at, :by, :answer, :text WHERE changes() > 0`,
        { improvement, caseId: page.file.id, at: page.now, by: page.readerId, answer, text },
      ),
    ],
  };
}
