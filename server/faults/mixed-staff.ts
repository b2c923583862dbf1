import { randomUUID } from 'node:crypto';
import { isoDay } from '@heart-survey/shared/dates';
import { eachItem } from '@heart-survey/shared/items';
import { expect } from 'vitest';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { aCampaign } from '../test/campaigns.ts';
import { paperForm } from '../test/restating.ts';
import { aPerson, type Staff, type Workplace } from '../test/staff.ts';
import type { Database } from '../src/database/database.ts';
import { oneOf, type Customers } from './mixed-customers.ts';
import { expectSaved } from './mixed-ledger.ts';

/** What staff work with. */
export interface Work extends Customers {
  workplace: Workplace;
  db: Database;
}

const department = '/console/departments/cws';
const zone = 'America/Los_Angeles';
const formsPerBatch = 10;
const interviewsPerPerson = 200;
const flaggedAtOnce = 20;

const ratings = ({ chance }: Work) => eachItem(() => String(uniformInt(chance, 1, 5)));

/** Excludes flagged responses of this quarter, and later includes half of them again. */
export async function excluding(work: Work): Promise<() => Promise<void>> {
  const { workplace, chance, ledger, flagged } = work;
  const representative = await aPerson(workplace, 'representative');
  const { headers } = await representative.get(department);
  const quarter = headers.get('location')!.slice(-'2026-07'.length);
  const path = `${department}/flagged`;
  return async () => {
    const ids = flagged.splice(0, flaggedAtOnce);
    if (ids.length === 0) return;
    const reason = 'A machine';
    expectSaved(await representative.post(`${path}/exclusions`, { quarter, response: ids, reason }), 'notice=excluded');
    ledger.note('excluded', { times: ids.length });
    for (const back of ids.filter(() => uniformInt(chance, 0, 1) === 1)) {
      expectSaved(await representative.post(`${path}/exclusions/end`, { quarter, back }), 'notice=restored');
      ledger.note('included again');
    }
  };
}

/** Enters a batch of paper forms, and undoes a third of them. */
export async function enteringPaper(work: Work): Promise<() => Promise<void>> {
  const { workplace, chance, ledger } = work;
  const ambassador = await aPerson(workplace, 'ambassador');
  return async () => {
    const region = oneOf(chance, ['central', 'east', 'adoptions']);
    const batch = (await ambassador.post(`${department}/paper`, { region })).headers.get('location')!;
    for (let form = 0; form < formsPerBatch; form += 1) {
      const id: string = randomUUID();
      const fields = paperForm('', { ...ratings(work), id, region, date: isoDay(Date.now(), zone) });
      expectSaved(await ambassador.post(batch, fields), 'notice=stored');
      ledger.note('entered from paper', { rows: 1 });
      if (form % 3 > 0) continue;
      expectSaved(await ambassador.post(`${batch}/forms/${id}/undoing`), 'notice=undone');
      ledger.note('paper undone', { rows: -1 });
    }
    expectSaved(await ambassador.post(`${batch}/ending`), 'notice=ended');
  };
}

/** Interviews someone on the telephone, in a department that asks for customer groups, and removes one in four. */
export async function interviewing(work: Work): Promise<() => Promise<void>> {
  const { workplace, chance, ledger } = work;
  const path = '/console/departments/aging/interviews';
  let done = 0;
  let interviewer: Staff;
  return async () => {
    // The page lists everything that someone entered today.
    if (done % interviewsPerPerson === 0) interviewer = await aPerson(workplace, 'ambassador', 'aging');
    done += 1;
    const [id, region] = [randomUUID(), 'senior-centers'];
    const fields = {
      ...ratings(work),
      id,
      region,
      lang: 'es',
      comment: '',
      group: oneOf(chance, ['client', 'advocate', '']),
    };
    expectSaved(await interviewer.post(path, fields), 'notice=stored');
    ledger.note('interviewed', { rows: 1 });
    if (uniformInt(chance, 1, 4) > 1) return;
    expectSaved(await interviewer.post(`${path}/${id}/removal`), 'notice=undone');
    ledger.note('interview removed', { rows: -1 });
  };
}

/** Starts a campaign that customers can answer from then on. */
export async function campaigning(work: Work): Promise<() => Promise<void>> {
  const { workplace, db, chance, ledger, campaigns } = work;
  const ambassador = await aPerson(workplace, 'ambassador');
  return async () => {
    const today = isoDay(Date.now(), zone);
    const region = oneOf(chance, ['central', 'south']);
    const given = { name: `Week ${campaigns.length}`, place: region, startsOn: today, endsOn: today };
    const { code } = await aCampaign({ db }, ambassador, given);
    campaigns.push({ code, region });
    ledger.note('campaigns');
  };
}

/** Erases a response of this quarter with the command. */
export async function forgetting({ workplace, chance, ledger, recent, erased }: Work): Promise<() => Promise<void>> {
  return async () => {
    const { id } = oneOf(chance, recent);
    if (erased.has(id)) return;
    erased.add(id);
    expect(await workplace.heart('forget', id, '--reason', 'Asked for')).toMatchObject({ code: 0 });
    ledger.note('erased', { rows: -1 });
  };
}
