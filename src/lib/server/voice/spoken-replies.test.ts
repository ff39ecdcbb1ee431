import { describe, expect, it } from 'vitest';
import { isOnlyStop, readApproval } from './spoken-replies.ts';

describe('short replies', () => {
	it.each(['Yes.', 'yes, yes', 'Um, yes please!', 'Okay.', 'go ahead', "That's right", 'Sure'])(
		'"%s" says yes',
		(text) => {
			expect(readApproval(text)).toBe(true);
		}
	);

	it.each(['No.', 'no, no, no', 'No, thank you.', "Don't.", 'Never mind', 'Cancel it', 'oh no'])(
		'"%s" says no',
		(text) => {
			expect(readApproval(text)).toBe(false);
		}
	);

	it.each([
		...[
			'',
			'yes, but on Tuesday',
			'no, make it two',
			'yes and no',
			'What would it cost?',
			'do I have to say yes'
		],
		...['okay so what happens then', 'not sure']
	])('"%s" is no word on anything', (text) => {
		expect(readApproval(text)).toBeUndefined();
	});

	it('knows what only stops from what asks something', () => {
		for (const text of ['Stop!', 'wait, wait', 'Hold on.', 'um, one moment'])
			expect(isOnlyStop(text)).toBe(true);
		for (const text of ['no', 'stop the lesson on Friday', 'wait, how much?', ''])
			expect(isOnlyStop(text)).toBe(false);
	});
});
