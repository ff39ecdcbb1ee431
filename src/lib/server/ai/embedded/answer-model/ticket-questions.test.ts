// Words about tickets that no tool is for, and words that ask for one without its number.
import { describe, expect, it } from 'vitest';
import { phrases } from './phrases.ts';
import { callsFor, saidFor } from './test-turns.ts';

describe('a question about tickets as such', () => {
	it.each([
		'how do I write a ticket?',
		'how long do tickets take?',
		'who reads the tickets that parents write?',
		'do I have to sign in to open a ticket?',
		'can students write tickets as well?',
		'how do I close ticket 12 myself?',
		'Wie lange braucht ein Ticket?',
		'comment puis-je ouvrir un ticket ?',
		'¿cómo abro un ticket?'
	])('%j is for the knowledge', (message) => {
		expect(saidFor([message])).toBe('(calls search_knowledge_base)');
	});

	it.each([
		['how is my ticket doing?', ['get_ticket {}']],
		['could you look at ticket seventeen for me', ['get_ticket {"number":17}']],
		['did you do anything about ticket no. 17', ['get_ticket {"number":17}']],
		[
			'what is the status of tickets 3, 4 and 7?',
			[3, 4, 7].map((number) => `get_ticket {"number":${number}}`)
		],
		['Hat schon jemand auf mein Ticket geantwortet?', ['get_ticket {}']]
	])('%j is about one of this person', (message, calls) => {
		expect(callsFor([message])).toEqual(calls);
	});
});

describe('what was spoken of', () => {
	const LOOKED_UP = 'Ticket 25, “Noise”, is open, with normal priority.';

	it.each([
		['add that I am at home on Friday', { comment: 'I am at home on Friday' }],
		['tell them that it is the left pedal', { comment: 'It is the left pedal' }],
		['please close it', { status: 'solved' }]
	])('%j changes it', (message, change) => {
		expect(callsFor(['how is ticket 25 doing?', LOOKED_UP, message])).toEqual([
			`update_ticket ${JSON.stringify({ number: 25, ...change })}`
		]);
	});

	it('a matter told in two messages is told whole', () => {
		const [call] = callsFor([
			'my son cannot hear the teacher online',
			'I found nothing.',
			'we tried another browser and it is the same',
			'I found nothing.',
			'then open a ticket please'
		]);
		expect(JSON.parse(call?.slice('create_ticket '.length) ?? '{}')).toEqual({
			subject: 'My son cannot hear the teacher online',
			description: 'my son cannot hear the teacher online\nwe tried another browser and it is the same'
		});
	});

	it.each(['forget it', 'no, leave it', 'lass gut sein', 'laisse tomber', 'nee'])(
		'%j takes the wish back',
		(message) => {
			expect(saidFor(['open a ticket', phrases.askTicketMatter(), message])).toBe(phrases.ticketNotOpened());
		}
	);

	it('a yes is no matter, and is asked again', () => {
		expect(saidFor(['open a ticket', phrases.askTicketMatter(), 'yes'])).toBe(phrases.askTicketMatter());
	});

	it('a number in words will do', () => {
		expect(callsFor(['close my ticket', phrases.askTicketNumber(), 'number twelve'])).toEqual([
			'update_ticket {"number":12,"status":"solved"}'
		]);
	});
});

describe('what is remembered', () => {
	it.each([
		'what did we talk about last time?',
		'do you remember what I asked you?',
		'Worüber haben wir beim letzten Mal gesprochen?',
		'résume notre discussion',
		'¿qué sabes de mí?',
		'vat ons gesprek samen'
	])('%j reads the context', (message) => {
		expect(callsFor([message])).toEqual(['get_user_context {}']);
	});

	it.each(['what did Bach and Handel talk about?', 'what is a recap in sonata form?'])(
		'%j is a question',
		(message) => {
			expect(saidFor([message])).toBe('(calls search_knowledge_base)');
		}
	);
});
