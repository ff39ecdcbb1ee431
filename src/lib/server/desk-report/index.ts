export { createDeskReports, ReportRange, type DeskReports } from './desk-report.ts';
export { OTHER_WISHES } from './follow-questions.ts';
