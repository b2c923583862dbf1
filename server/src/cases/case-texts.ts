export const textsPath = '/console/case-texts';
