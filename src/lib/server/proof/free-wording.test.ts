import { describe, expect, it } from 'vitest';
import type { Passage } from '#lib/shared/knowledge.ts';
import { narrow } from '#lib/shared/grounding/index.ts';
import { likeStems, verifySentence } from './index.ts';

function isBorneOut(sentence: string, source: string): boolean {
	const place = { documentId: 'd', revision: 'r' };
	return verifySentence({
		sentence,
		citations: [{ ...place, start: 0, end: source.length, quote: source }],
		sources: [{ ...place, start: 0, text: source }]
	}).supported;
}

const PICTURES =
	'Visitors are asked to leave pictures and drums where they stand. Pictures are not lent, except for the large ones, which a member may borrow for two weeks.';

describe('a sentence said freely is borne out', () => {
	it.each([
		['a verb of two words', 'Coats are looked after at the door.', 'Coats are kept at the door.'],
		['with its object between', 'Throw the old strings away.', 'Old strings are discarded.'],
		['what stays is not moved', "Don't move the harps.", 'Harps stay where they stand.'],
		[
			'nothing to pay, beside a clause that is denied',
			"The club doesn't cost anything.",
			'A child who cannot be heard at once can join the club free of charge.'
		],
		['a share', 'A third of the members sing.', 'About one member in three sings.'],
		['a quarter past', 'The choir meets at a quarter past four.', 'The choir meets at 16:15.'],
		['three quarters of an hour', 'The tour takes three quarters of an hour.', 'The tour takes 45 minutes.'],
		['a custom as a duty', 'You have to sign the form in ink.', 'The form is signed in ink.'],
		[
			'"only" of an age',
			'If your child is only 4, a parent stays.',
			'A parent stays with children who are 4.'
		],
		[
			'you for the student',
			'You and your teacher agree on the day.',
			'The teacher and the student agree on the day.'
		],
		[
			'"after" within a word',
			'After the tour you get tea, which the after-hours team pours.',
			'Tea is poured by the after-hours team when the tour is over.'
		],
		['a discount counts', 'The discount counts for books.', 'The discount applies to books.']
	])('%s', (_name, sentence, source) => {
		expect(isBorneOut(sentence, source)).toBe(true);
	});
});

describe('a sentence said freely is not borne out', () => {
	it.each([
		[
			'a denial put in beside such a word',
			'The deposit is not refunded.',
			'The deposit is refunded when nothing is missing.'
		],
		['another share', 'A fourth of the members sing.', 'About one member in three sings.'],
		['another quarter', 'The choir meets at a quarter to four.', 'The choir meets at 16:15.'],
		['who does it', 'Reeds are bought by the club.', 'Reeds are bought by the player. The club mends them.'],
		['where it goes', 'Letters go to the porter.', 'Letters go to the treasurer. The porter sorts parcels.'],
		[
			'every room for the only one',
			'Drums may be played in every room.',
			'The cellar is the only room in which drums may be played.'
		],
		['a duty for a permission', 'You have to sign the form.', 'The form may be signed.'],
		[
			'another person, freely said',
			'Once you are on the list, adults go first.',
			'On the list, brothers and sisters come before others.'
		]
	])('%s', (_name, sentence, source) => {
		expect(isBorneOut(sentence, source)).toBe(false);
	});
});

describe('the span of a sentence said freely', () => {
	const passage: Passage = {
		...{ chunkId: 'c', documentId: 'd', revision: 'r', title: 'T', headings: [], relevance: 1 },
		...{ start: 0, end: PICTURES.length, text: PICTURES }
	};
	const sentence = 'A fortnight is how long you can hire a big photo.';

	it('is found by words of like meaning', () => {
		expect(narrow(sentence, [passage], likeStems)?.quote).toMatch(/^Pictures are not lent/u);
	});

	it('is not found by the words themselves', () => {
		expect(narrow(sentence, [passage])).toBeUndefined();
	});
});
