// The organization: its departments, regions and calendars, and what an installation says of itself.
export { addressLines, agencySettings, readAgency, settingOf, type Agency, type AgencySetting } from './agency.ts';
export { businessCalendar, readCalendar, type BusinessCalendar, type CalendarDay } from './calendar.ts';
export { calendarOf, createDirectory, hasEnded, type Department, type Directory, type Region } from './directory.ts';
export { holidaysOf } from './holidays.ts';
export { areHours, openingHours, workdays, type Hours, type WeekHours } from './opening-hours.ts';
export { departmentDays, writeSetting, type DepartmentDay } from './queries.ts';
