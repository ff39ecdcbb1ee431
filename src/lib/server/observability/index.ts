export { createRunInBackground, type RunInBackground } from './background.ts';
export { createLogger, type Logger, type LogFields, type LogLevel } from './log.ts';
export { formatTraceparent, readTrace, type Trace } from './trace.ts';
