import { describe, expect, test } from 'vitest';
import { answerTypeOf, holdsType } from './answer-type.ts';

describe('the detail a question wants', () => {
	test.each([
		['how much is a trial lesson', 'money'],
		['How much notice do I have to give?', 'duration'],
		['how long is a lesson', 'duration'],
		['at what age can she start', 'age'],
		['what time do you open on Saturday', 'moment'],
		['who do I ask about exams', 'person'],
		['what is a triad', undefined]
	])('%s: %s', (question, type) => {
		expect(answerTypeOf(question)).toBe(type);
	});

	test.each([
		['money', 'Hiring a cello costs £45 a term.', true],
		['money', 'Hiring is open to everybody.', false],
		['duration', 'A hire lasts at least one term.', true],
		['duration', 'A room can be booked by phone.', false],
		['age', 'Children can start the violin at 5.', true],
		['moment', 'The office opens on Tuesday at 10:00.', true],
		['contact', 'Write to office@school.example.', true],
		['person', 'Requests go to Tobias Renn.', true]
	] as const)('%s in “%s”: %s', (type, text, holds) => {
		expect(holdsType(type, text, 'what is it')).toBe(holds);
	});

	test('a number the question names itself is no answer to it', () => {
		expect(holdsType('duration', 'A lesson of 45 minutes is long.', 'how much is 45 minutes')).toBe(false);
	});
});
