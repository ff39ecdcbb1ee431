// How often, and for how long a price holds: "£75 a term", "two hours each week", "yearly". A number that is right by the week is wrong by
// the day. Where one of the two texts names no period, nothing is compared.
import type { Quantity } from './quantities.ts';
import type { Statement } from './plain-statement.ts';

export interface Rate {
	period: string;
	/** The number before it, where there is one. */
	quantity: Quantity | undefined;
	said: string;
}

const PERIODS = new Map<string, string>();
for (const line of [
	'minute minutes',
	'hour hours hourly',
	'day days daily',
	'week weeks weekly',
	'month months monthly',
	'term terms semester termly',
	'year years yearly annual annually'
]) {
	const names = line.split(' ');
	for (const name of names) PERIODS.set(name, names[0] ?? '');
}
const ADVERBS = /^(?:hourly|daily|weekly|monthly|termly|yearly|annual|annually)$/u;
const PER = new Set('a an per each every'.split(' '));
const BETWEEN = new Set('extra additional further teaching working school'.split(' '));

export function ratesOf(statement: Statement): Rate[] {
	const { words, quantities, text } = statement;
	return words.flatMap((word, at): Rate[] => {
		const period = PERIODS.get(word.word);
		if (period === undefined) return [];
		let before = at - 1;
		if (BETWEEN.has(words[before]?.word ?? '')) before--;
		// "Paid by the month".
		const isByThe = words[before]?.word === 'the' && words[before - 1]?.word === 'by';
		const isPer = isByThe || PER.has(words[before]?.word ?? '');
		if (!isPer && !ADVERBS.test(word.word)) return [];
		const from = words[before - 1]?.word === 'for' ? before - 1 : before;
		// "Two free hours a week": up to two words between the number and its period.
		const quantity = quantities.findLast(
			({ first, last }) =>
				last < from &&
				from - last <= 5 &&
				words[first]?.unit === word.unit &&
				words[last]?.clause === word.clause
		);
		const isCounted = quantities.some(({ first, last }) => first <= at && at <= last);
		const isEvery =
			isByThe || /^(?:per|each|every)$/u.test(words[before]?.word ?? '') || ADVERBS.test(word.word);
		if (isCounted || (quantity === undefined && !isEvery)) return [];
		return [{ period, quantity, said: text.slice(words[from]?.start ?? 0, word.end) }];
	});
}

export interface OtherRate {
	said: string;
	found: string;
}

export function compareRates(
	said: Statement,
	found: Statement,
	isSame: (a: Quantity, b: Quantity) => boolean
): OtherRate[] {
	const theirs = ratesOf(found);
	return ratesOf(said).flatMap((rate): OtherRate[] => {
		const { quantity } = rate;
		const alike = theirs.filter((other) =>
			quantity === undefined || other.quantity === undefined
				? quantity === other.quantity
				: isSame(quantity, other.quantity)
		);
		// "£21 a term" where that is £210: the period is another price's.
		const others = theirs.filter(
			(other) => other.period === rate.period && other.quantity?.dimension === quantity?.dimension
		);
		const [other] =
			alike.length === 0 && quantity !== undefined && quantity.dimension !== 'plain' ? others : [];
		if (other !== undefined) return [{ said: rate.said, found: other.said }];
		if (alike.length === 0 || alike.some(({ period }) => period === rate.period)) return [];
		return [{ said: rate.said, found: alike[0]?.said ?? '' }];
	});
}
