import { describe, expect, it } from 'vitest';
import { createMediaTimeline } from './media-timeline.ts';
import { createSpeakReader } from './speak-reader.ts';

describe('what Aura says between its sounds', () => {
	it('is a flush, once each, or nothing of matter', () => {
		const reader = createSpeakReader();
		const read = (message: object | string) =>
			reader.read(typeof message === 'string' ? message : JSON.stringify(message));
		expect(
			[
				{
					type: 'Metadata',
					request_id: 'r',
					model_name: 'aura-2-asteria-en',
					model_version: '2025',
					model_uuid: 'm'
				},
				{ type: 'Flushed', sequence_id: 0 },
				{ type: 'Flushed', sequence_id: 0 },
				{ type: 'Flushed', sequence_id: 1 },
				{ type: 'Warning', description: 'Too many flushes', code: 'EXCESSIVE_FLUSH' },
				{ type: 'Cleared', sequence_id: 1 },
				{ type: 'Party' },
				'not JSON'
			].map(read)
		).toEqual(['nothing', 'flushed', 'nothing', 'flushed', 'warned', 'nothing', undefined, undefined]);
		expect(() => read({ type: 'Error', err_code: 'x', err_msg: 'y' })).toThrow('gave up');
	});
});

describe('media time', () => {
	it('leaps where sound was left out and stands still where silence was put in', () => {
		const timeline = createMediaTimeline();
		expect(timeline.toMedia(0)).toBeUndefined();
		timeline.sent(80, 1_000);
		timeline.sent(80, 1_080);
		timeline.sent(500, null);
		timeline.sent(80, 1_160);
		timeline.sent(80, 9_000);
		expect([0, 100, 160, 400, 659, 661, 739, 741].map((ms) => timeline.toMedia(ms))).toEqual([
			1_000, 1_100, 1_160, 1_160, 1_160, 1_161, 1_239, 9_001
		]);
		expect(timeline.sentMs).toBe(820);
	});
});
