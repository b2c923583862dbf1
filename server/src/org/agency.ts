import { withoutDirectionSigns } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { allSettings } from './queries.ts';

/** What an installation can say of itself, by the name of its setting. */
export const agencySettings = {
  agency: 'Whose installation this is, such as the name of the county.',
  email: 'Where people can write to with questions and complaints about the survey.',
  phone: 'Where they can call.',
  address: 'Where letters and paper forms go, its lines with semicolons between.',
  retention: 'A sentence that says how long answers are kept.',
} as const;
export type AgencySetting = keyof typeof agencySettings;

/** What the installation says of itself; what was never said is not there. */
export type Agency = Partial<Record<AgencySetting, string>>;

/** Read afresh at each call: it is changed while the collector runs. */
export async function readAgency(db: Database): Promise<Agency> {
  const rows = await allSettings(db);
  return Object.fromEntries(rows.filter(({ name }) => isAgencySetting(name)).map(({ name, value }) => [name, value]));
}

/** A setting's text as it is kept; empty where nothing is left of it. */
export function settingOf(text: string): string {
  return withoutDirectionSigns(text).trim();
}

function isAgencySetting(name: string): name is AgencySetting {
  return Object.hasOwn(agencySettings, name);
}

/** The lines of an address. */
export function addressLines(address: string): string[] {
  return address
    .split(/\s*[;\n]\s*/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
