export { createModelReports, type ModelReports } from './model-report.ts';
