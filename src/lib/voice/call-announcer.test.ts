import { describe, expect, it } from 'vitest';
import { CallAnnouncer } from './call-announcer.ts';

function listener() {
	const announcer = new CallAnnouncer();
	return (...phases: Parameters<CallAnnouncer['hear']>[0][]) =>
		phases.flatMap((phase) => announcer.hear(phase, phase) ?? []);
}

describe('what a screen reader is told of a call', () => {
	it('is each ordinary step once, however often it comes again', () => {
		const hear = listener();
		expect(hear('connecting', 'listening', 'hearing', 'thinking', 'speaking')).toEqual([
			'connecting',
			'listening',
			'hearing',
			'thinking',
			'speaking'
		]);
		expect(hear('listening', 'hearing', 'thinking', 'speaking', 'listening')).toEqual([]);
	});

	it('is every interruption and every lost line, and that the line is back', () => {
		const hear = listener();
		hear('listening', 'speaking', 'interrupted', 'listening', 'speaking');
		expect(hear('interrupted', 'listening')).toEqual(['interrupted']);
		expect(hear('reconnecting', 'listening')).toEqual(['reconnecting', 'listening']);
	});

	it('is a mute, which changes the words and not the step', () => {
		const announcer = new CallAnnouncer();
		expect(announcer.hear('listening', 'Listening')).toBe('Listening');
		expect(announcer.hear('listening', 'Muted')).toBe('Muted');
		expect(announcer.hear('listening', 'Muted')).toBeUndefined();
		expect(announcer.hear('listening', 'Listening')).toBe('Listening');
	});
});
