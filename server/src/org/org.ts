// The organization: departments, regions, desks, calendars, and what the survey's pages say about the agency.
export {
  addressLines,
  agencyIn,
  agencySettings,
  problemOfSetting,
  publicTextSetting,
  publicTexts,
  publicTextsIn,
  readAgency,
  readPublicTexts,
  readSettings,
  settingOf,
  type Agency,
  type AgencySetting,
  type PublicText,
  type Settings,
} from './agency.ts';
export { keepCalendar, keepFirstCalendar, readCalendars, type CalendarAt } from './calendar-versions.ts';
export { businessCalendar, readCalendar, type BusinessCalendar, type CalendarDay } from './calendar.ts';
export {
  askedGroups,
  groupName,
  offeredGroups,
  readCustomerGroups,
  type CustomerGroup,
  type GroupNames,
} from './customer-groups.ts';
export {
  calendarOf,
  createOrganization,
  directoryFrom,
  findBySlug,
  hasEnded,
  type Department,
  type Desk,
  type Organization,
  type Region,
} from './organization.ts';
export { hasHolidays, holidaysOf } from './holidays.ts';
export { areHours, openingHours, workdays, type Hours, type WeekHours } from './opening-hours.ts';
export { freeSlug, slugFrom } from './slug.ts';
export {
  departmentDays,
  readDirectoryRows,
  readDivisions,
  writeSetting,
  type DepartmentDay,
  type Division,
} from './queries.ts';
