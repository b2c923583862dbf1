import { expect } from 'vitest';
import type { Staff } from './staff.ts';

/** The fields of a survey plan as a form sends them. */
export function aSurveyPlan(given: Record<string, string | string[]> = {}): Record<string, string | string[]> {
  return {
    seen: '0',
    who: 'Families and caregivers with an open case.',
    how: 'A link in every email signature, and paper forms at the front desk.',
    use: 'The team reads the results every quarter and picks one thing to improve.',
    mode: ['signature', 'page', 'paper'],
    format: ['large-print', 'helper'],
    language: ['en', 'es'],
    frequency: 'annual',
    next_on: '2027-03-01',
    review_on: '2027-06-30',
    ...given,
  };
}

/** Saves a department's plan. */
export async function savePlan(staff: Staff, given: Record<string, string | string[]> = {}, department = 'cws') {
  const answer = await staff.post(`/console/departments/${department}/survey-plan/text`, aSurveyPlan(given));
  expect(answer.status, answer.body).toBe(303);
}
