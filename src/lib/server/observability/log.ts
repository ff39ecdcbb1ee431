// Structured logs: one JSON object a line, with the request's id. Fields are for facts (ids, counts, durations, codes), never
// for what people wrote: a field whose name says it could hold that is dropped here, whoever passes it.

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Record<string, unknown>;

export interface Logger {
	debug(message: string, fields?: LogFields): void;
	info(message: string, fields?: LogFields): void;
	warn(message: string, fields?: LogFields): void;
	error(message: string, fields?: LogFields): void;
	/** A logger that adds these fields to every line. */
	with(fields: LogFields): Logger;
}

const ORDER: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };
const PERSONAL =
	/^(text|body|content|email|name|displayName|password|token|secret|cookie|authorization|address|query|prompt)$/i;

export interface LoggerOptions {
	level?: LogLevel;
	now?: () => number;
	/** Where a finished line goes. */
	write?: (line: string, level: LogLevel) => void;
	fields?: LogFields;
}

export function createLogger(options: LoggerOptions = {}): Logger {
	const { level = 'info', now = Date.now, write = writeToConsole, fields = {} } = options;
	const at =
		(lineLevel: LogLevel) =>
		(message: string, more: LogFields = {}) => {
			if (ORDER[lineLevel] < ORDER[level]) return;
			const line = { at: new Date(now()).toISOString(), level: lineLevel, message, ...fields, ...more };
			write(JSON.stringify(line, replace), lineLevel);
		};
	return {
		debug: at('debug'),
		info: at('info'),
		warn: at('warn'),
		error: at('error'),
		with: (more) => createLogger({ level, now, write, fields: { ...fields, ...more } })
	};
}

function replace(key: string, value: unknown): unknown {
	if (PERSONAL.test(key)) return '[withheld]';
	if (typeof value === 'bigint') return value.toString();
	if (value instanceof Error)
		return {
			type: value.name,
			reason: withoutParameters(value.message),
			stack: withoutParameters(value.stack ?? ''),
			...(value.cause === undefined ? {} : { cause: value.cause })
		};
	return value;
}

/** A failed query names its parameters (drizzle's DrizzleQueryError), which are what people wrote. */
function withoutParameters(text: string): string {
	return text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/, '\nparams: [withheld]');
}

function writeToConsole(line: string, level: LogLevel): void {
	// One sink per level, so that the platform's own filters work.
	console[level](line);
}
