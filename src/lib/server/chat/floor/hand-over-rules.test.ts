import { describe, expect, it } from 'vitest';
import { reasonToCall, type JudgedTurn } from './hand-over-rules.ts';
import { readTopics, topicsIn } from './policy-topics.ts';

const turn = (question: string, report: Partial<JudgedTurn['report']> = {}): JudgedTurn => ({
	question,
	report: { confidence: 0.9, refused: false, sentiment: 0, intent: 'question', entities: [], ...report }
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
	['nobody before the first answer', [], undefined],
	['somebody for a matter of the school’s people', [turn('My teacher is bullying me')], 'policy-topic'],
	[
		'nobody who only asks about one that the articles answer',
		[turn('What is your refund policy?')],
		undefined
	],
	[
		'somebody who asks about one that they do not',
		[turn('What is your refund policy?', { refused: true })],
		'policy-topic'
	],
	[
		'somebody who wants one',
		[turn('I want a refund for Tuesday', { intent: 'cancel-or-reschedule' })],
		'policy-topic'
	],
	[
		'somebody for one that only the entities name',
		[turn('He hurt her', { entities: [{ kind: 'topic', text: 'child protection' }] })],
		'policy-topic'
	],
	['somebody for one that is an intent', [turn('It broke', { intent: 'technical-problem' })], 'policy-topic'],
	['nobody for what was said before the last message', [turn('Hello'), turn('I am being bullied')], undefined]
])('calls %s', (_name, turns, reason) => {
	const topics = readTopics(['refund?', 'bullying', 'child protection', 'technical problem']);
	expect(reasonToCall(turns, topics)).toBe(reason);
});

describe('a topic of the school', () => {
	const isIn = (topic: string, text: string) => topicsIn(text, readTopics([topic])).length > 0;

	it.each([
		['refund', 'I would like to be REFUNDED.'],
		['refund', 'ｒｅｆｕｎｄ, please'],
		['refund', 're\u200bfund\u00ad me'],
		['refund', 'réfund'],
		['refund', 'refund'.padStart(3_000, 'x ')],
		['money back', 'I just want my money, all of it, back'],
		['a complaint about a teacher', 'The teacher! I must complain'],
		['injury', 'two injuries in one week'],
		['injury', 'she was injured'],
		['abuse', 'an abusive teacher'],
		['harassment', 'he keeps harassing me'],
		['bullying', 'they bullied my son'],
		['safeguarding', 'who is your safeguard lead'],
		['legal action', 'we shall take legal actions'],
		['self-harm', 'thoughts of self harm']
	])('%s is in: %s', (topic, text) => {
		expect(isIn(topic, text)).toBe(true);
	});

	it.each([
		['refund', 'the refundamentals of harmony'],
		['legal action', 'how is legato notated, and what is the action of a piano?'],
		['legal action', 'legal matters '.padEnd(200, 'and much else ') + 'action'],
		['abuse', 'an abundance of scales'],
		['bullying', 'a bullet point, a bull'],
		['police', 'polished brass'],
		['sue', 'Sue sees the suede'.replace('Sue ', 'Susan ')],
		['money back', 'how much money is it? I shall come next week after the holidays and be back then'],
		['court', 'courtesy and courteous words'],
		['injury', ''],
		['?', 'refund']
	])('%s is not in: %s', (topic, text) => {
		expect(isIn(topic, text)).toBe(false);
	});

	it('is looked for in no time in words made to be slow', () => {
		const text = 'refun '.repeat(100_000);
		const topics = readTopics(Array.from({ length: 100 }, (_, n) => `refun${n} teacher${n}`));
		const start = performance.now();
		expect(topicsIn(text, topics)).toEqual([]);
		expect(performance.now() - start).toBeLessThan(2_000);
	});
});
