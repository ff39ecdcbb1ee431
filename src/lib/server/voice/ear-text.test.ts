import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSpoken } from './ear-text.ts';
import { cardinal, ordinal } from './number-words.ts';

/** Written, and as a person would read it out. */
const CASES: [written: string, said: string][] = [
	// Marks
	['A **free** lesson, _really_.', 'A free lesson, really.'],
	['See [the price list](https://segue.example/prices?a=b).', 'See the price list.'],
	['It opens at nine [1].', 'It opens at nine.'],
	['It opens at nine.[2][3] Come early.[^4]', 'It opens at nine. Come early.'],
	['It opens at nine【4:0†source】.', 'It opens at nine.'],
	['## Prices', 'Prices.'],
	['- a music stand\n- a pencil', 'a music stand. a pencil.'],
	['1. Tune.\n2. Play.', 'Tune. Play.'],
	['> Music is work.', 'Music is work.'],
	['```\nlet a = 1;\n```', ''],
	['Press `Ctrl` now.', 'Press Ctrl now.'],
	['---', ''],
	['| Day | Time |\n|---|---|\n| Monday | 16:30 |', 'Day, Time. Monday, four thirty PM.'],
	['Well done! 🎻👏🏽', 'Well done!'],
	['“Slowly,” she said — twice.', 'Slowly, she said, twice.'],
	['The bow (the hair, too) is clean.', 'The bow, the hair, too, is clean.'],
	['Wait… then play.', 'Wait. then play.'],
	['![A violin](/v.png) Like this.', 'Like this.'],
	['Tom &amp; Anna', 'Tom and Anna'],
	// Numbers
	['You need 3 books.', 'You need three books.'],
	['There are 120 pupils.', 'There are one hundred and twenty pupils.'],
	[
		'We have 1,200 books and 21,345 pages.',
		'We have one thousand two hundred books and twenty-one thousand three hundred and forty-five pages.'
	],
	['It takes 3.5 weeks.', 'It takes three point five weeks.'],
	['About 15% of it.', 'About fifteen percent of it.'],
	['On the 1st, 2nd, 3rd and 21st try.', 'On the first, second, third and twenty-first try.'],
	['Ages 6–10', 'Ages six to ten'],
	['Between 5-7 pupils', 'Between five to seven pupils'],
	['1½ hours', 'one and a half hours'],
	['Use 1/2 of it.', 'Use one half of it.'],
	['It is -3 outside.', 'It is minus three outside.'],
	[
		'Keep it at 20 °C, ~45% humidity.',
		'Keep it at twenty degrees Celsius, about forty-five percent humidity.'
	],
	['Ticket #1042', 'Ticket number one thousand and forty-two'],
	['An MP3 file', 'An MP three file'],
	['Room 007', 'Room zero zero seven'],
	['A room of 4 x 5 m', 'A room of four by five metres'],
	['30 min a day, 1 h a week', 'thirty minutes a day, one hour a week'],
	['Open 24/7', 'Open twenty-four seven'],
	['1,000,000 notes', 'one million notes'],
	// Prices
	['It costs €25.', 'It costs twenty-five euros.'],
	['It costs €25.50 a lesson.', 'It costs twenty-five euros fifty a lesson.'],
	['25 € or 25,50 €', 'twenty-five euros or twenty-five euros fifty'],
	['EUR 1,200 a year', 'one thousand two hundred euros a year'],
	['£12.99', 'twelve pounds ninety-nine'],
	['$1', 'one dollar'],
	['€0.50 a copy', 'fifty cents a copy'],
	['€25–30 a lesson', 'twenty-five to thirty euros a lesson'],
	['€70/month', 'seventy euros per month'],
	['CHF 80', 'eighty francs'],
	// Times
	['We open at 9:00.', "We open at nine o'clock."],
	['From 16:30 on.', 'From four thirty PM on.'],
	['At 10:05', 'At ten oh five'],
	['At 4 pm', 'At four PM'],
	['At 4:30 p.m. on Monday', 'At four thirty PM on Monday'],
	['We close at 8 p.m. Come early.', 'We close at eight PM. Come early.'],
	['9:00–17:00', "nine o'clock to five PM"],
	['10 am to 2 pm', 'ten AM to two PM'],
	['2-4 pm', 'two to four PM'],
	['until 24:00', 'until midnight'],
	// Dates
	['On 22 November 2026', 'On the twenty-second of November twenty twenty-six'],
	['on the 3rd of May', 'on the third of May'],
	['November 22, 2026', 'November twenty-second, twenty twenty-six'],
	['on May 3', 'on May third'],
	['2026-11-22', 'the twenty-second of November twenty twenty-six'],
	['22.11.2026', 'the twenty-second of November twenty twenty-six'],
	['3–5 May', 'the third to the fifth of May'],
	['in 1685', 'in sixteen eighty-five'],
	['(1685–1750)', 'sixteen eighty-five to seventeen fifty.'],
	['since 2005', 'since two thousand and five'],
	['the 1820s', 'the eighteen twenties'],
	['You may 3 times', 'You may three times'],
	['Mon–Fri, 9:00–12:30', "Monday to Friday, nine o'clock to twelve thirty"],
	['Monday–Thursday', 'Monday to Thursday'],
	// Addresses
	['Write to office@segue.example.', 'Write to office at segue dot example.'],
	['anna.lee_2@mail-host.co.uk', 'anna dot lee underscore two at mail dash host dot co dot uk'],
	['Look at https://www.segue.example/lessons/violin?x=1.', 'Look at segue dot example.'],
	['Call +49 30 1234567.', 'Call plus four nine, three zero, one two three four five six seven.'],
	// Works and notes
	['Op. 27 No. 2', 'opus twenty-seven number two'],
	['BWV 1007', 'B W V ten oh seven'],
	['BWV 846 and K. 545', 'B W V eight forty-six and K five forty-five'],
	['Play mm. 12–16.', 'Play bars twelve to sixteen.'],
	['Bars 12-16 are hard.', 'Bars twelve to sixteen are hard.'],
	['See p. 5 and pp. 7–9.', 'See page five and pages seven to nine.'],
	['In 3/4 time', 'In three four time'],
	['A 6/8 metre', 'A six eight metre'],
	['C#, Bb and F♯m', 'C sharp, B flat and F sharp minor'],
	['♩ = 60', 'quarter note equals sixty'],
	['120 bpm', 'one hundred and twenty beats per minute'],
	['A4 at 440 Hz', 'A four at four hundred and forty hertz'],
	// Short forms
	['Dr. Weber, e.g. on Mondays', 'Doctor Weber, for example, on Mondays'],
	['scales, arpeggios etc.', 'scales, arpeggios and so on.'],
	['violin/viola & cello', 'violin or viola and cello']
];

describe('what is written, said aloud', () => {
	it.each(CASES)('%s', (written, said) => {
		expect(toSpoken(written)).toBe(said);
	});

	it('changes nothing in plain words', () => {
		for (const text of [
			'Yes, of course.',
			"Don't stop, it's fine!",
			'Which instrument would you like to learn?'
		])
			expect(toSpoken(text)).toBe(text);
	});

	it('takes only marks out of other languages', () => {
		expect(toSpoken('**Die Stunde** kostet 25 € [1].', 'de-DE')).toBe('Die Stunde kostet 25 €.');
	});

	it('leaves no digit and no mark, whatever it is given', () => {
		const bit = fc.constantFrom(
			...CASES.map(([written]) => written),
			...[
				'12',
				'3.',
				'**',
				'(',
				')',
				'[',
				'#',
				'€',
				'-',
				'–',
				'1/',
				':30',
				'99999999999999999999',
				'|',
				'`',
				'\n'
			]
		);
		fc.assert(
			fc.property(fc.array(bit, { maxLength: 6 }), (bits) => {
				const said = toSpoken(bits.join(' '));
				expect(said).not.toMatch(/[*_`#|[\]{}<>]|\s\s|\s$|undefined|NaN/);
				expect(said).not.toMatch(/\d/);
			})
		);
	});

	it('takes no time over hostile text', () => {
		const started = performance.now();
		for (const bit of ['1', '1,', '€', '(', '1-', 'a@', '[1', 'https://', '9:', '+49 ', '|', 'a/'])
			toSpoken(bit.repeat(4_000));
		expect(performance.now() - started).toBeLessThan(3_000);
	});
});

describe('numbers as words', () => {
	it('counts', () => {
		const said = [0, 13, 40, 99, 100, 101, 1_000, 1_001, 12_345, 1_000_001].map(cardinal);
		expect(said).toEqual([
			'zero',
			'thirteen',
			'forty',
			'ninety-nine',
			'one hundred',
			'one hundred and one',
			'one thousand',
			'one thousand and one',
			'twelve thousand three hundred and forty-five',
			'one million and one'
		]);
	});

	it('orders', () => {
		expect([1, 2, 3, 5, 8, 9, 12, 20, 21, 100].map(ordinal)).toEqual([
			...['first', 'second', 'third', 'fifth', 'eighth', 'ninth', 'twelfth', 'twentieth', 'twenty-first'],
			'one hundredth'
		]);
	});
});
