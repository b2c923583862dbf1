// The organization: its departments, regions and calendars, and what an installation says of itself.
export { addressLines, agencySettings, readAgency, settingOf, type Agency, type AgencySetting } from './agency.ts';
export { closingInstant } from './business-days.ts';
export { calendarOf, createDirectory, hasEnded, type Department, type Directory, type Region } from './directory.ts';
export { writeSetting } from './queries.ts';
