import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';

// The holidays of all countries take 20 MiB. Only the first question about one loads them, at once: calendars do not wait.
const require = createRequire(import.meta.url);
let library: typeof Holidays | undefined;

const loaded = () => (library ??= require('date-holidays') as typeof Holidays);

const known = new Map<string, (year: number) => ReadonlyMap<string, string>>();

/**
 * The names of an area's public holidays by their dates (`2027-01-01`), year by year.
 * @param area a country, or a country and state (`US-CA`); null has no holidays.
 */
export function holidaysOf(area: string | null): (year: number) => ReadonlyMap<string, string> {
  if (area === null) return () => new Map();
  // Both the rules of an area and the dates of a year are slow to make.
  const holidays = known.get(area) ?? byYear(area);
  known.set(area, holidays);
  return holidays;
}

function byYear(area: string): (year: number) => ReadonlyMap<string, string> {
  const [country = '', ...state] = area.split('-');
  let rules: Holidays | undefined;
  const years = new Map<number, ReadonlyMap<string, string>>();
  return (year) => {
    const before = years.get(year);
    if (before) return before;
    rules ??= new (loaded())(country, state.join('-'), { types: ['public'] });
    const dates = new Map(rules.getHolidays(year).map((one) => [one.date.slice(0, 10), one.name]));
    years.set(year, dates);
    return dates;
  };
}

// Listing the countries or a country's states takes a millisecond, and a file may ask for each of its lines.
let everywhere: Holidays | undefined;
let countries: Record<string, string> | undefined;
const states = new Map<string, Record<string, string>>();

/** Whether public holidays are known for that area: a country, or a country and one of its states. */
export function hasHolidays(area: string): boolean {
  const [country = '', state] = area.split('-');
  everywhere ??= new (loaded())();
  countries ??= everywhere.getCountries();
  if (!Object.hasOwn(countries, country)) return false;
  return state === undefined || Object.hasOwn(statesOf(country), state);
}

function statesOf(country: string): Record<string, string> {
  everywhere ??= new (loaded())();
  const listed = states.get(country) ?? everywhere.getStates(country) ?? {};
  states.set(country, listed);
  return listed;
}
