import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeWords, type Judgement } from './interruption-gate.ts';

const SPOKEN =
	'we have lessons on tuesdays at four thirty p m in the small hall and the first one is free of charge';
const judge = (text: string, isFinal = true, spoken = SPOKEN) => judgeWords({ text, isFinal, spoken });

describe('what is heard while an answer sounds', () => {
	it.each([
		...[
			'okay',
			'Ok.',
			'Mm-hmm.',
			'mm hmm',
			'uh-huh',
			'Uh huh.',
			'right',
			'yeah',
			'Yeah, yeah.',
			'yes',
			'I see.'
		],
		...[
			'Okay, got it.',
			'oh nice',
			'Great!',
			'sure, of course',
			'all right',
			'hmm',
			'No problem.',
			'That’s right'
		]
	])('"%s" is nodding, and lets it go on', (text) => {
		expect(judge(text)).toBe('back-channel');
		expect(judge(text, false)).toBe('back-channel');
	});

	it.each([
		...[
			'stop',
			'Stop!',
			'wait',
			'Wait, wait.',
			'no',
			'No no no',
			'hold on',
			'hang on',
			"don't",
			'sorry',
			'What?'
		],
		...['okay stop', 'yeah but', 'mm-hmm, wait', 'actually no']
	])('"%s" stops it at once, before it is final', (text) => {
		expect(judge(text, false)).toBe('interruption');
	});

	it.each(['how much is that', 'and for adults?', 'Can I come on Friday', 'I play the trumpet'])(
		'"%s" is content, and stops it',
		(text) => {
			expect(judge(text, false)).toBe('interruption');
			expect(judge(text)).toBe('interruption');
		}
	);

	it('waits for what becomes of a single word', () => {
		expect(judge('trumpet', false)).toBe('unsure');
		expect(judge('trumpet')).toBe('interruption');
		expect(judge('trumpet lessons', false)).toBe('interruption');
	});

	it('hears nothing in what has no word', () => {
		for (const text of ['', '  ', '…', '[noise]', '(coughs)', '<unk>', '?!'])
			expect(judge(text)).toBe('nothing');
	});

	it.each<[string, boolean]>([
		['we have lessons on Tuesdays', false],
		['lessons on tues', false],
		['Tuesdays', false],
		['at four thirty p.m. in the small hall', true],
		['we have lesson on tuesday at four thirty', true],
		['the first one is free of charge', true],
		['have lessons on cheese days at four', true]
	])('"%s" is the answer coming back, and no interruption', (text, isFinal) => {
		expect(judge(text, isFinal)).toBe('echo');
	});

	it.each([
		'we have lessons on tuesdays wait',
		'lessons on tuesdays no stop',
		'on tuesdays at four thirty can i come with my daughter',
		'could you say the small hall'
	])('"%s" is the answer and a person over it: the person is heard', (text) => {
		expect(judge(text)).toBe('interruption');
	});

	it.each(['of cour', 'gre', 'right rig', 'oh i', 'yeah yea', 'uh-h', 'mm-h', 'mm-hm'])(
		'"%s" may become nodding yet',
		(text) => {
			expect(judge(text, false)).toBe('back-channel');
		}
	);

	it.each(['a', 'They.', 'okay him', 'Oh I.'])('"%s" is no word to stop for', (text) => {
		expect(judge(text, true, 'nothing of it')).toBe('back-channel');
		expect(judge(text, false, 'nothing of it')).toBe('back-channel');
	});

	it.each(['why', 'when', 'Saturday', 'is it free', 'and then'])('"%s" stops it when it is final', (text) => {
		expect(judge(text, true, 'nothing of the kind')).toBe('interruption');
	});

	it('takes one strange word among the words of the answer for one of them', () => {
		expect(judge('note on tuesdays')).toBe('echo');
		expect(judge('trumpet please on tuesdays')).toBe('interruption');
		expect(judge('in tuesdays', false)).not.toBe('interruption');
		expect(judge('is it tuesdays')).toBe('interruption');
	});

	it('believes strange words among those of the answer only where a voice was heard', () => {
		const said = { text: 'note lessons part', isFinal: true, spoken: SPOKEN };
		expect(judgeWords({ ...said, isVoiced: false })).toBe('echo');
		expect(judgeWords({ ...said, isVoiced: true })).toBe('interruption');
		expect(judgeWords({ ...said, text: 'stop lessons', isVoiced: false })).toBe('interruption');
		expect(judgeWords({ ...said, text: 'where do I park', isVoiced: false })).toBe('interruption');
	});

	it('goes on when somebody nods over the answer', () => {
		expect(judge('okay lessons on tuesdays okay')).not.toBe('interruption');
		expect(judge('on tuesdays mm-hmm')).toBe('back-channel');
	});

	it('does not take common words from all over a passage for an echo', () => {
		expect(judge('is the one in the hall')).toBe('interruption');
	});

	it('knows no echo when nothing was said', () => {
		expect(judge('tuesdays at four', true, '')).toBe('interruption');
	});

	it('never lets anybody’s own stop be lost, whatever else is heard', () => {
		const words = fc.array(fc.constantFrom(...SPOKEN.split(' ')), { maxLength: 12 });
		fc.assert(
			fc.property(
				words,
				words,
				fc.constantFrom('stop', 'wait', 'no'),
				fc.boolean(),
				(before, after, word, isFinal) => {
					expect(judge([...before, word, ...after].join(' '), isFinal)).toBe<Judgement>('interruption');
				}
			)
		);
	});

	it('takes every passage of the answer for an echo', () => {
		const all = SPOKEN.split(' ');
		fc.assert(
			fc.property(fc.nat(all.length - 1), fc.integer({ min: 1, max: 20 }), (from, count) => {
				expect(judge(all.slice(from, from + count).join(' '))).toBe<Judgement>('echo');
			})
		);
	});
});
