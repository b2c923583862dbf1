import { dayAfter, isoDay } from '@heart-survey/shared/dates';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { writePlan, type PlanText } from '../survey-plans/survey-plans.ts';
import type { SamplePeople } from './demo-people.ts';

type SamplePlan = Omit<PlanText, 'nextOn' | 'reviewOn'> & {
  /** In days after the day of the sample data. */
  nextIn: number;
  reviewIn: number;
};

const first: SamplePlan = {
  who: 'Parents, caregivers and young people with an open case. Then partner agencies and colleagues in other offices.',
  how: 'Every employee has the survey link in the email signature. The front desks hand out paper forms.',
  use: 'The ambassador reads the results each month. Regions below the target write an action plan.',
  modes: ['signature', 'page', 'paper'],
  formats: ['large-print'],
  languages: ['en', 'es'],
  frequency: 'annual',
  nextIn: 90,
  reviewIn: 180,
};

/** The versions of each sample department's plan, oldest first. The third department has none yet. */
const plans: Record<string, SamplePlan[]> = {
  cws: [
    first,
    {
      ...first,
      how: `${first.how} Kiosks stand in the lobbies of the larger offices.`,
      modes: ['signature', 'page', 'kiosk', 'paper'],
      formats: ['large-print', 'easy-read', 'helper'],
    },
  ],
  health: [
    {
      who: 'Patients of the clinics, and families whom our nurses visit.',
      how: 'A card with a QR code after each visit, and the survey on the agency website.',
      use: 'Each clinic talks about its results at the first staff meeting of the quarter.',
      modes: ['embed', 'page', 'paper'],
      formats: ['large-print', 'audio'],
      languages: ['en', 'es'],
      frequency: 'annual',
      nextIn: 20,
      reviewIn: 200,
    },
  ],
};

interface Sample {
  department: Department;
  people: SamplePeople;
  now: number;
}

/** Writes a department's plan, if the sample data has one for it. */
export async function writeSampleSurveyPlans(db: Database, { department, people, now }: Sample): Promise<void> {
  const dayIn = (days: number) => dayAfter(isoDay(now, department.zone), days);
  for (const [seen, { nextIn, reviewIn, ...plan }] of (plans[department.slug] ?? []).entries()) {
    const text = { ...plan, nextOn: dayIn(nextIn), reviewOn: dayIn(reviewIn) };
    const by = seen === 0 ? people.ambassador.id : people.representative.id;
    await writePlan(db, department, text, { seen, at: now, by });
  }
}
