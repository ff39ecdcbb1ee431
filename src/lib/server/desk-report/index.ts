export { createDeskReports, ReportRange, type DeskReports } from './desk-report.ts';
