import Holidays from 'date-holidays';

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
  const rules = new Holidays(country, state.join('-'), { types: ['public'] });
  const years = new Map<number, ReadonlyMap<string, string>>();
  return (year) => {
    const dates = years.get(year) ?? new Map(rules.getHolidays(year).map((one) => [one.date.slice(0, 10), one.name]));
    years.set(year, dates);
    return dates;
  };
}

// Listing the countries or a country's states takes a millisecond, and a file may ask for each of its lines.
const everywhere = new Holidays();
let countries: Record<string, string> | undefined;
const states = new Map<string, Record<string, string>>();

/** Whether public holidays are known for that area: a country, or a country and one of its states. */
export function hasHolidays(area: string): boolean {
  const [country = '', state] = area.split('-');
  countries ??= everywhere.getCountries();
  if (!Object.hasOwn(countries, country)) return false;
  return state === undefined || Object.hasOwn(statesOf(country), state);
}

function statesOf(country: string): Record<string, string> {
  const listed = states.get(country) ?? everywhere.getStates(country) ?? {};
  states.set(country, listed);
  return listed;
}
