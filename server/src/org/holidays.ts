import Holidays from 'date-holidays';

const places = new Map<string, (year: number) => ReadonlyMap<string, string>>();

/**
 * The names of a place's public holidays by their dates (`2027-01-01`), year by year.
 * @param place a country, or a country and state (`US-CA`); null knows no holidays.
 */
export function holidaysOf(place: string | null): (year: number) => ReadonlyMap<string, string> {
  if (place === null) return () => new Map();
  // Both the rules of a place and the dates of a year are slow to make.
  const known = places.get(place) ?? byYear(place);
  places.set(place, known);
  return known;
}

function byYear(place: string): (year: number) => ReadonlyMap<string, string> {
  const [country = '', ...state] = place.split('-');
  const rules = new Holidays(country, state.join('-'), { types: ['public'] });
  const years = new Map<number, ReadonlyMap<string, string>>();
  return (year) => {
    const known = years.get(year) ?? new Map(rules.getHolidays(year).map((one) => [one.date.slice(0, 10), one.name]));
    years.set(year, known);
    return known;
  };
}
