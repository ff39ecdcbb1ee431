// What comes to the doors of tickets and is none: each refused in words, at the field that it is about.
import { describe, expect, it } from 'vitest';
import { newId } from '#lib/shared/ids.ts';
import { ChangeTicket, ListTickets, NewComment, NewTicket, TicketChanges, TicketNumber } from './forms.ts';

const ticket = { subject: 'S', description: 'D', clientKey: newId() };
const tags = (count: number) => Array.from({ length: count }, (_, index) => `tag ${index}`);
/** The field, and what is said of it. */
const wrongIn = (given: object): string => {
	const [problem] = NewTicket.safeParse({ ...ticket, ...given }).error?.issues ?? [];
	return problem === undefined ? 'nothing' : `${String(problem.path[0])}: ${problem.message}`;
};

describe('a ticket', () => {
	it.each([
		['10,000 characters', 'x'.repeat(10_000), 'at most 200 characters'],
		['10,000 characters that would be one blank', ' '.repeat(10_000), 'at most 200 characters'],
		['one character too many', 'x'.repeat(201), 'at most 200 characters'],
		['nothing but line breaks', '\n\r\t\u0000', 'in a few words']
	])('with a subject of %s is refused', (_what, subject, words) => {
		expect(wrongIn({ subject })).toMatch(new RegExp(`^subject: .*${words}`));
	});

	it('with a subject as long as it may be is taken, on one line', () => {
		expect(NewTicket.parse({ ...ticket, subject: 'x'.repeat(200) }).subject).toHaveLength(200);
		const { subject } = NewTicket.parse({ ...ticket, subject: ' Two\r\nlines\u0000 \u2028here ' });
		expect(subject).toBe('Two lines here');
	});

	it('with a thousand tags is refused, and with one that is no word', () => {
		expect(wrongIn({ tags: tags(1_000) })).toBe('tags: A ticket has at most 20 tags.');
		expect(wrongIn({ tags: tags(20) })).toBe('nothing');
		for (const tag of ['', ' ', 'x'.repeat(41), 'a,b', '<b>', '\u202etag', '\u0000'])
			expect(wrongIn({ tags: [tag] }), JSON.stringify(tag)).toMatch(/^tags: /);
	});

	it('with more files than go with a message is refused, and with one that is no id', () => {
		const ids = Array.from({ length: 6 }, newId);
		expect(wrongIn({ fileIds: ids })).toBe('fileIds: At most 5 files go with one message.');
		expect(NewTicket.parse({ ...ticket, fileIds: ids.slice(1).join(',') }).fileIds).toEqual(ids.slice(1));
		expect(NewTicket.parse({ ...ticket, fileIds: '' }).fileIds).toEqual([]);
		expect(wrongIn({ fileIds: ['../x'] })).toMatch(/^fileIds: /);
	});
});

describe('a change', () => {
	it('of a thousand tags, to add or to take away, is refused', () => {
		for (const changes of [{ addTags: tags(1_000) }, { removeTags: tags(1_000) }])
			expect(TicketChanges.safeParse(changes).success).toBe(false);
	});

	it('that names no version, or one that is none, is refused', () => {
		for (const version of [undefined, 0, -1, 1.5, 'x', null, Infinity])
			expect(ChangeTicket.safeParse({ priority: 'low', version }).success, String(version)).toBe(false);
	});
});

it('a comment of more than ten thousand characters is refused, however many of them are blanks', () => {
	const comment = { clientKey: newId() };
	expect(NewComment.safeParse({ ...comment, body: 'x'.repeat(10_000) }).success).toBe(true);
	for (const body of ['x'.repeat(10_001), ' '.repeat(10_001), ' '])
		expect(NewComment.safeParse({ ...comment, body }).success).toBe(false);
});

it.each(['0', '-1', '1.5', '1e400', '0x', 'NaN', '9007199254740993', '', '12abc', '１２'])(
	'%j is no ticket’s number',
	(number) => {
		expect(TicketNumber.safeParse(number).success).toBe(false);
	}
);

it('a list that is asked for what there is not is refused', () => {
	for (const query of [{ status: 'gone' }, { cursor: "1_1' or 1=1" }, { limit: '101' }, { assignee: 'you' }])
		expect(ListTickets.safeParse(query).success, JSON.stringify(query)).toBe(false);
});
