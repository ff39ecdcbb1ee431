import { expect, it } from 'vitest';
import { reasonToCall, type JudgedTurn } from './hand-over-rules.ts';

const turn = (question: string, report: Partial<JudgedTurn['report']> = {}): JudgedTurn => ({
	question,
	report: { confidence: 0.9, refused: false, sentiment: 0, intent: 'question', ...report }
});
const unsure = { confidence: 0.1 };

it.each([
	[
		'nobody where the assistant helps',
		[turn('When does term begin?'), turn('And when does it end?')],
		undefined
	],
	[
		'nobody after one answer that did not help',
		[turn('Why?', unsure), turn('When does term begin?')],
		undefined
	],
	[
		'somebody after two that did not',
		[turn('Why?', { refused: true }), turn('How so?', unsure)],
		'unsure-twice'
	],
	[
		'somebody for the angry, at once',
		[turn('This is outrageous!', { sentiment: -0.9, intent: 'complaint' })],
		'angry'
	],
	['nobody for the merely disappointed', [turn('That is a pity.', { sentiment: -0.4 })], undefined],
	[
		'somebody for who asks the same again without help',
		[turn('Why does my upload keep failing?', unsure), turn('My upload keeps failing, why does it?')],
		'asked-again'
	],
	[
		'somebody for who asks the same a third time',
		[
			turn('When does the autumn term begin?'),
			turn('When does autumn term begin'),
			turn('The autumn term, when does it begin?')
		],
		'asked-again'
	],
	['nobody for short words said twice', [turn('Thank you', unsure), turn('Thank you')], undefined],
	['nobody before the first answer', [], undefined]
])('calls %s', (_name, turns, reason) => {
	expect(reasonToCall(turns)).toBe(reason);
});
