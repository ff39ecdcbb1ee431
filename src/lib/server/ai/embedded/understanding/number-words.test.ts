import { describe, expect, it } from 'vitest';
import { findEntities, ticketNumberOf } from './entities.ts';
import { numberOfWords } from './number-words.ts';

const ticketsIn = (text: string) =>
	findEntities(text)
		.filter(({ kind }) => kind === 'ticket')
		.map(ticketNumberOf);

describe('a number in words', () => {
	it.each([
		['twelve', 12],
		['Twenty-one', 21],
		['thirty one', 31],
		['one hundred and four', 104],
		['a hundred', 100],
		['three hundred twenty', 320],
		['zwölf', 12],
		['einundzwanzig', 21],
		['trente et un', 31],
		['treinta y dos', 32],
		['eenentwintig', 21],
		['vinte e dois', 22],
		['lots', Number.NaN],
		['twelve people', Number.NaN],
		['', Number.NaN]
	])('%j is %d', (words, number) => {
		expect(numberOfWords(words)).toBe(number);
	});

	it.each([
		['any news on ticket number twelve?', [12]],
		['Gibt es etwas Neues zu Ticket Nummer zwölf?', [12]],
		['¿Cómo va el ticket número doce?', [12]],
		['case number seven and ticket #8', [8, 7]],
		['ticket one', [1]],
		['a ticket one can buy at the door', []],
		['I request one more lesson', []],
		['tickets for two', []]
	])('names a ticket: %j', (text, numbers) => {
		expect(ticketsIn(text).sort((one, other) => other - one)).toEqual(numbers);
	});
});
