import type { LanguageModelV4FunctionTool, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { analyseMessage } from './analyse.ts';
import { resolveFollowUp } from './follow-up.ts';
import { phrases } from './phrases.ts';
import { decide, planQuestions } from './plan.ts';
import { splitQuestions } from './sub-questions.ts';

const tools: LanguageModelV4FunctionTool[] = ['search_knowledge_base', 'hand_over'].map((name) => ({
	type: 'function',
	name,
	inputSchema: { type: 'object' }
}));

function conversation(...said: string[]): LanguageModelV4Prompt {
	return said.map((text, at) =>
		at % 2 === 0
			? { role: 'user', content: [{ type: 'text', text }] }
			: { role: 'assistant', content: [{ type: 'text', text }] }
	);
}

function queriesFor(...said: string[]): string[] {
	const step = decide({ prompt: conversation(...said), tools });
	return step.kind === 'call' ? step.requests.map((request) => String(request.input['query'])) : [];
}

describe('the intent of a message', () => {
	it.each([
		['', 'small-talk'],
		['   \n', 'small-talk'],
		['???', 'small-talk'],
		['hi', 'small-talk'],
		['Hello there!', 'small-talk'],
		['Good morning', 'small-talk'],
		['hey, how are you?', 'small-talk'],
		['thanks', 'thanks'],
		['Thank you so much!', 'thanks'],
		['ok great, thanks for your help', 'thanks'],
		['bye', 'small-talk'],
		['Thanks, bye!', 'small-talk'],
		['no thanks', 'small-talk'],
		['who are you?', 'small-talk'],
		['Are you a real person?', 'small-talk'],
		['What can you do?', 'small-talk'],
		['I want to talk to a person', 'person'],
		['can I speak to someone please', 'person'],
		['Please connect me with a human agent', 'person'],
		['human please', 'person'],
		['could somebody call me back about this?', 'person'],
		['This is useless, I am really disappointed.', 'complaint'],
		['What is a diminished seventh chord?', 'question'],
		['hi, when is the recital?', 'scheduling'],
		['How much is a lesson?', 'pricing'],
		['my upload keeps failing, can you open a ticket?', 'ticket-create'],
		['what happened to my ticket 12?', 'ticket-status'],
		['close ticket 12', 'ticket-update'],
		['I forgot my password', 'account']
	])('%j is %s', (message, intent) => {
		expect(analyseMessage(message).intent).toBe(intent);
	});

	it.each([
		['and for children?', 'follow-up'],
		['what about minor?', 'follow-up'],
		['why?', 'follow-up'],
		['tell me more', 'follow-up'],
		['how long does it last?', 'follow-up'],
		['Is it allowed to bring a dog to the recital?', 'single'],
		['What is a diminished seventh chord?', 'single'],
		['What does a lesson cost, and when does the term start?', 'multi-question'],
		['Do you teach harp? Can I hire one?', 'multi-question'],
		['simple vs compound meter', 'single']
	])('after a question, %j is %s', (message, form) => {
		expect(analyseMessage(message, { earlier: ['What is a major scale?'] }).form).toBe(form);
	});

	it('takes "yes please" for a request for a person only when one was offered', () => {
		expect(analyseMessage('yes please', { earlier: ['q'], personOffered: true }).intent).toBe('person');
		expect(analyseMessage('yes please', { earlier: ['What is a scale?'] }).intent).not.toBe('person');
	});
});

describe('sentiment and entities', () => {
	it('tells praise from anger, and a negated word from a plain one', () => {
		expect(analyseMessage('That was really great, thank you!!').sentiment).toBeGreaterThan(0.5);
		expect(analyseMessage('This is terrible and I am furious').sentiment).toBeLessThan(-0.5);
		expect(analyseMessage('this is not helpful').sentiment).toBeLessThan(0);
		expect(analyseMessage('What is a triad?').sentiment).toBe(0);
	});

	it('finds what is named, with its place in the message', () => {
		const message = 'My son is 8 years old, plays cello and starts on 3 May at 16:30, £40, a@b.org';
		const { entities } = analyseMessage(message);
		expect(entities.map((entity) => entity.kind)).toEqual([
			'age',
			'instrument',
			'date',
			'time',
			'money',
			'email'
		]);
		for (const { start, end, text } of entities) expect(message.slice(start, end)).toBe(text);
	});
});

describe('several questions at once', () => {
	it('gives each its own query, with the topic that stands before a colon', () => {
		expect(
			splitQuestions('cantus firmus: how many notes long should it be, and how wide can its range get?').map(
				(question) => question.query
			)
		).toEqual([
			'cantus firmus how many notes long should it be',
			'cantus firmus how wide can its range get?'
		]);
	});

	it('carries the topic into a question that only points back', () => {
		const [, second] = splitQuestions('What is a Prinner used for and which notes does its bass go through?');
		expect(second?.query).toMatch(/^which notes does its bass go through\? .*prinner/);
	});

	it('keeps what is said before a question with it', () => {
		expect(splitQuestions('I am nine years old. Can I join the choir?')).toEqual([
			{
				asked: 'Can I join the choir?',
				query: 'I am nine years old. Can I join the choir?',
				context: 'I am nine years old.'
			}
		]);
	});

	it.each([
		'How is each one approached and left?',
		'How do I read and write notes?',
		'If it rains, is the concert inside?',
		'When and where is the recital?',
		'Why is it called a truck-driver modulation?'
	])('%j is one question', (message) => {
		expect(splitQuestions(message)).toHaveLength(1);
	});

	it('stops after four questions', () => {
		expect(splitQuestions('What is a note? '.repeat(50)).length).toBe(4);
	});
});

describe('a message that refers back', () => {
	it.each([
		[
			'What is the pattern of the major scale?',
			'what about minor?',
			'What is the pattern of the minor scale?'
		],
		['How long are lessons for adults?', 'and for children?', 'How long are lessons for children?'],
		['What does a violin cost to hire?', 'and a cello?', 'What does a cello cost to hire?'],
		['When does the autumn term start?', 'and when does it end?', 'when does it end? autumn term'],
		['How much is a 30-minute lesson?', 'and for 45 minutes?', 'How much is a 45 minutes lesson?'],
		['What is a period?', 'and a sentence?', 'What is a sentence?'],
		['How much is the trial lesson?', 'tell me more', 'How much is the trial lesson?']
	])('%j, then %j, searches for %j', (before, message, query) => {
		const found = resolveFollowUp(message, [before]).query;
		expect(found.toLowerCase().replace(/^(what does|what is) a a /, '$1 a ')).toBe(query.toLowerCase());
	});

	it('follows a chain of them', () => {
		const { query } = resolveFollowUp('and for adults?', ['How long are lessons?', 'and for children?']);
		expect(query).toBe('How long are lessons for adults?');
	});

	it('leaves a message alone that stands on its own', () => {
		expect(resolveFollowUp('What is a triad?', ['How long are lessons?']).query).toBe('What is a triad?');
	});
});

describe('the next step', () => {
	it('searches once per question', () => {
		expect(queriesFor('What is a triad? How many notes does a seventh chord have?')).toHaveLength(2);
	});

	it('searches with the topic of the earlier turn', () => {
		expect(queriesFor('Do you teach the cello?', 'Yes.', 'from what age?')).toEqual([
			expect.stringContaining('cello')
		]);
	});

	it('hands over when a person is asked for, with the reason', () => {
		const step = decide({
			prompt: conversation('Where is my refund?', 'I found nothing.', 'a person please'),
			tools
		});
		expect(step).toMatchObject({
			kind: 'call',
			requests: [
				{ toolName: 'hand_over', input: { reason: 'a person please (before: Where is my refund?)' } }
			]
		});
	});

	it('hands over when its offer of a person is accepted', () => {
		const step = decide({
			prompt: conversation('x y z?', `No. ${phrases.offerPerson()}`, 'yes please'),
			tools
		});
		expect(step).toMatchObject({ kind: 'call', requests: [{ toolName: 'hand_over' }] });
	});

	it('says what it cannot do when a tool is missing', () => {
		expect(decide({ prompt: conversation('What is a triad?') })).toMatchObject({
			kind: 'say',
			text: phrases.noSearch(),
			report: { refused: true }
		});
		expect(decide({ prompt: conversation('a person please') })).toMatchObject({ text: phrases.noHandOver() });
		expect(
			decide({ prompt: conversation('What is a triad?'), tools, toolChoice: { type: 'none' } })
		).toMatchObject({ kind: 'say' });
	});

	it.each([
		'who do I talk to about fees?',
		'thank you notes for teachers: do you sell them?',
		'How do I change my teacher?'
	])('searches for %j', (message) => {
		expect(queriesFor(message)).toHaveLength(1);
	});

	it('needs no search for small talk', () => {
		expect(decide({ prompt: conversation('hello'), tools })).toMatchObject({ text: phrases.greeting() });
		expect(decide({ prompt: [], tools })).toMatchObject({ text: phrases.empty() });
	});
});

describe('what is searched for', () => {
	it('adds the words a text has for what was said', () => {
		expect(queriesFor('how do we call off a booking?')).toEqual([
			'how do we call off a booking? cancel withdraw'
		]);
	});

	it('is the same before and after the search', () => {
		const planned = planQuestions({ message: 'my flute got nicked, what now?', earlier: [] }).questions;
		expect(planned.map(({ query }) => query)).toEqual(queriesFor('my flute got nicked, what now?'));
		expect(planned[0]?.query).not.toContain('nicked');
	});

	it('is searched for though it sounds unhappy, when something is asked of the school', () => {
		expect(queriesFor('my eyesight is bad, could you enlarge the notes for me')).toHaveLength(1);
	});
});
