// The desk in conversation: which tool is called with what, and what is asked for when something is missing.
import { describe, expect, it } from 'vitest';
import { phrases } from './phrases.ts';
import { callsFor, saidFor } from './test-turns.ts';

describe('a ticket that is to be opened', () => {
	it.each([
		['my upload keeps failing, can you open a ticket?', 'My upload keeps failing'],
		['Please open a ticket: the heating in room 3 is broken', 'The heating in room 3 is broken'],
		['Can you create a ticket about my missing refund of £60?', 'My missing refund of £60'],
		['create a new ticket saying the door code does not work', 'The door code does not work'],
		["I'd like to raise a support request about my invoice from March", 'My invoice from March'],
		['The player shows no sound on my iPad. Open a case please.', 'The player shows no sound on my iPad'],
		['report a bug in the booking calendar', 'Bug in the booking calendar'],
		[
			'could you file a ticket for me because my certificate has the wrong grade',
			'My certificate has the wrong grade'
		],
		['Mein Upload geht nicht, bitte ein Ticket anlegen', 'Mein Upload geht nicht'],
		['le lecteur ne marche plus, ouvrez un ticket svp', 'Le lecteur ne marche plus'],
		['no me funciona el audio, abre una incidencia por favor', 'No me funciona el audio']
	])('%j is about %j', (message, subject) => {
		const [call] = callsFor([message]);
		expect(call).toMatch(/^create_ticket /u);
		const input = JSON.parse(call?.slice('create_ticket '.length) ?? '{}') as Record<string, string>;
		expect(input['subject']).toContain(subject);
		expect(input['description']?.toLowerCase()).toContain(subject.toLowerCase());
	});

	it.each([
		'can you open a ticket?',
		'open a ticket please',
		'new ticket',
		'I want to open a support case',
		'ich möchte ein Ticket erstellen'
	])('%j lacks what it is about, which is asked for', (message) => {
		expect(saidFor([message])).toBe(phrases.askTicketMatter());
	});

	it('takes the next message for what it is about', () => {
		expect(
			callsFor([
				'can you open a ticket?',
				phrases.askTicketMatter(),
				'the piano in room 2 has a broken pedal'
			])
		).toEqual([
			'create_ticket {"subject":"The piano in room 2 has a broken pedal","description":"the piano in room 2 has a broken pedal"}'
		]);
	});

	it('takes what was said before for it', () => {
		const calls = callsFor([
			'My recording of Monday will not upload, it stops at 99%',
			'I found nothing.',
			'then open a ticket please'
		]);
		expect(calls).toEqual([
			'create_ticket {"subject":"My recording of Monday will not upload, it stops at 99%","description":"My recording of Monday will not upload, it stops at 99%"}'
		]);
	});

	it.each([
		['no', phrases.ticketNotOpened()],
		['never mind', phrases.ticketNotOpened()],
		['let me talk to a human', '(calls hand_over)'],
		['what does a lesson cost?', '(calls search_knowledge_base)'],
		['show my tickets', '(calls get_ticket)']
	])('asked for its matter, %j is no matter', (message, outcome) => {
		expect(saidFor(['open a ticket', phrases.askTicketMatter(), message])).toBe(outcome);
	});

	it('opens one when its offer is accepted, and only then', () => {
		const offer = `Nothing found. ${phrases.offerTicket()}`;
		expect(callsFor(['The metronome does not start', offer, 'yes please'])[0]).toMatch(
			/^create_ticket .*metronome/u
		);
		expect(saidFor(['The metronome does not start', offer, 'no thanks'])).toBe(phrases.noMore());
	});

	it('looks up in the same turn what is asked beside', () => {
		expect(
			callsFor(['My upload keeps failing, please open a ticket. How much is a 30 minute lesson?'])
		).toEqual([
			expect.stringMatching(/^create_ticket .*"description":"My upload keeps failing\."/u),
			'search_knowledge_base {"query":"How much is a 30 minute lesson? cost fee","top_k":6}'
		]);
	});
});

describe('a ticket that is looked up', () => {
	it.each([
		['what happened to my ticket 12?', '{"number":12}'],
		['status of ticket #451', '{"number":451}'],
		['is ticket 7 solved yet', '{"number":7}'],
		['any news on T-204?', '{"number":204}'],
		['Was ist mit meinem Ticket 12?', '{"number":12}'],
		['Où en est mon ticket 12 ?', '{"number":12}'],
		['¿qué pasó con mi ticket 12?', '{"number":12}'],
		['my tickets', '{}'],
		['show me my tickets', '{}'],
		['list all open tickets i have', '{}'],
		['has anybody replied to my ticket', '{}'],
		['any news on my request?', '{}'],
		['mes tickets', '{}']
	])('%j', (message, input) => {
		expect(callsFor([message])).toEqual([`get_ticket ${input}`]);
	});

	it('takes the ticket that was spoken of', () => {
		expect(
			callsFor(['open a ticket: no sound', 'I have opened ticket 31.', 'what is the status of my ticket?'])
		).toEqual(['get_ticket {"number":31}']);
	});

	it('looks up several at once', () => {
		expect(callsFor(['what is the status of ticket 3 and ticket 4?'])).toEqual([
			'get_ticket {"number":3}',
			'get_ticket {"number":4}'
		]);
	});
});

describe('a ticket that is changed', () => {
	it.each([
		[
			'please add that it also happens on Safari to ticket 12',
			{ number: 12, comment: 'It also happens on Safari' }
		],
		[
			'add a comment to ticket 31: I tried another browser, same thing',
			{ number: 31, comment: 'I tried another browser, same thing' }
		],
		['tell them on ticket 61 that Wednesday suits me', { number: 61, comment: 'Wednesday suits me' }],
		['reply to ticket 29: yes, go ahead', { number: 29, comment: 'Yes, go ahead' }],
		['close ticket 12', { number: 12, status: 'solved' }],
		['you can close ticket 12, it works now', { number: 12, status: 'solved' }],
		['mark #140 as solved', { number: 140, status: 'solved' }],
		['Ticket 12 bitte schliessen', { number: 12, status: 'solved' }],
		['Fermez le ticket 12', { number: 12, status: 'solved' }],
		['cierra el ticket 12', { number: 12, status: 'solved' }],
		['reopen ticket 55 please', { number: 55, status: 'open' }],
		['ticket 12 is NOT solved, open it again', { number: 12, status: 'open' }],
		['Make ticket 8 urgent', { number: 8, priority: 'urgent' }],
		['set ticket 70 to low priority', { number: 70, priority: 'low' }],
		['delete ticket 23', { number: 23, status: 'solved', comment: 'delete ticket 23' }]
	])('%j', (message, input) => {
		const [call, ...more] = callsFor([message]);
		expect(more).toEqual([]);
		expect(call).toMatch(/^update_ticket /u);
		expect(JSON.parse(call?.slice('update_ticket '.length) ?? '{}')).toEqual(input);
	});

	it('asks for the number, and takes it from the next message', () => {
		expect(saidFor(['close my ticket'])).toBe(phrases.askTicketNumber());
		expect(callsFor(['close my ticket', phrases.askTicketNumber(), '12'])).toEqual([
			'update_ticket {"number":12,"status":"solved"}'
		]);
		expect(saidFor(['close my ticket', phrases.askTicketNumber(), 'never mind'])).toBe(
			phrases.ticketNotChanged()
		);
	});

	it('asks what is to be changed, and takes it from the next message', () => {
		expect(saidFor(['update ticket 12'])).toBe(phrases.askTicketChange(12));
		expect(callsFor(['update ticket 12', phrases.askTicketChange(12), 'it also fails on my phone'])).toEqual([
			'update_ticket {"number":12,"comment":"It also fails on my phone"}'
		]);
	});

	it('takes the one ticket that was spoken of', () => {
		expect(callsFor(['what about ticket 9?', 'Ticket 9, “x”, is open.', 'close the ticket please'])).toEqual([
			'update_ticket {"number":9,"status":"solved"}'
		]);
	});
});

describe('a person, and what is remembered', () => {
	it.each([
		'let me talk to a human',
		'can someone call me back',
		'agent!!',
		'Ich möchte mit einem Menschen sprechen',
		'je veux parler à un humain',
		'quiero hablar con una persona',
		'vorrei parlare con una persona'
	])('%j hands over', (message) => {
		expect(saidFor([message])).toBe('(calls hand_over)');
	});

	it.each([
		'can you summarise our conversation so far?',
		'what do you remember about me?',
		'what have we talked about?',
		'recap please'
	])('%j reads the context', (message) => {
		expect(callsFor([message])).toEqual(['get_user_context {}']);
	});
});

describe('only what is offered is called', () => {
	it.each([
		['open a ticket: no sound in room 2', ['search_knowledge_base', 'hand_over'], phrases.offerPerson()],
		['what happened to my ticket 12?', ['search_knowledge_base'], phrases.contactSchool()],
		['close ticket 12', ['search_knowledge_base', 'get_ticket'], phrases.contactSchool()]
	])('%j with %j: says so, and what to do instead', (message, names, other) => {
		expect(saidFor([message], names)).toBe(`${phrases.noTickets()} ${other}`);
	});

	it('leaves a question to the knowledge', () => {
		expect(saidFor(['how do I open a ticket?'], ['search_knowledge_base'])).toBe(
			'(calls search_knowledge_base)'
		);
		expect(saidFor(['what do you remember about me?'], ['search_knowledge_base'])).toBe(
			'(calls search_knowledge_base)'
		);
	});

	it.each([
		'somebody stole the clarinet we rent from you!! what now',
		'can you write my history essay',
		'do you sell tickets for the concert?',
		'in case 2 people come, do we pay twice?'
	])('%j is no order for the desk', (message) => {
		expect(saidFor([message])).toBe('(calls search_knowledge_base)');
	});
});
