import { DrizzleQueryError } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { createLogger, type LoggerOptions } from './log.ts';

const NOW = 1_800_000_000_000;

function stage(options: LoggerOptions = {}) {
	const lines: string[] = [];
	const log = createLogger({ now: () => NOW, write: (line) => void lines.push(line), ...options });
	return { log, lines, only: () => JSON.parse(lines[0] ?? '') as Record<string, unknown> };
}

describe('a log line', () => {
	it('is one JSON object on one line with its time, level, words and fields', () => {
		const { log, lines, only } = stage({ fields: { requestId: 'r' } });
		log.with({ room: 'chat' }).info('turn\nended', { parts: 3, size: 10n });
		expect(lines[0]).not.toContain('\n');
		expect(only()).toEqual({
			at: '2027-01-15T08:00:00.000Z',
			level: 'info',
			message: 'turn\nended',
			requestId: 'r',
			room: 'chat',
			parts: 3,
			size: '10'
		});
	});

	it('is left out below the level', () => {
		const { log, lines } = stage({ level: 'warn' });
		log.debug('a');
		log.info('b');
		log.warn('c');
		expect(lines).toHaveLength(1);
	});

	it('withholds what people wrote, however deep and whoever passes it', () => {
		const { log, lines } = stage();
		log.info('a', { email: 'anna@example.com', deep: [{ text: 'my secret', cookie: 'c00kie' }], ok: 1 });
		for (const word of ['anna@', 'my secret', 'c00kie']) expect(lines[0]).not.toContain(word);
		expect(lines[0]).toContain('"ok":1');
	});

	it('tells a failed query without its parameters, in its message, its stack and its causes', () => {
		const { log, lines } = stage();
		const cause = new DrizzleQueryError(
			'insert into users values (?)',
			['anna@example.com', 'two\nlines'],
			new Error('D1 is gone')
		);
		log.error('unexpected error', { cause: new Error('sign-up failed', { cause }) });
		expect(lines[0]).not.toContain('anna@');
		expect(lines[0]).not.toContain('two\\nlines');
		expect(lines[0]).toContain('insert into users');
		expect(lines[0]).toContain('D1 is gone');
		expect(lines[0]).toContain('log.test.ts');
	});
});
