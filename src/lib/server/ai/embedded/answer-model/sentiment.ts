// Sentiment of a short message, -1 .. 1, from a lexicon of plain English. A negation turns the next three words round.
const POSITIVE = new Set(
	`thanks thank great good love loved lovely awesome amazing excellent perfect wonderful brilliant fantastic happy glad pleased helpful nice
	enjoy enjoyed enjoying excited beautiful superb best appreciate appreciated cool fun delighted`.split(/\s+/u)
);
const NEGATIVE = new Set(
	`bad terrible awful horrible useless angry annoyed annoying hate hated worst poor disappointed disappointing frustrated frustrating upset
	rude unacceptable ridiculous wrong broken fail failed failing fails crash crashes crashing scam ripoff stupid pathetic sad worried unhappy
	complaint complain furious disgusting nightmare unfair pain painful stuck impossible waste wasted appalling`.split(
		/\s+/u
	)
);
const NEGATION = /^(?:not|no|never|isn't|wasn't|don't|doesn't|didn't|can't|won't|hardly|neither|nor)$/u;
const INTENSIFIER = /^(?:very|really|so|extremely|totally|absolutely|completely|utterly)$/u;
const MAX_READ = 4_000;

export function sentimentOf(text: string): number {
	const words =
		text
			.slice(0, MAX_READ)
			.toLowerCase()
			.replace(/’/gu, "'")
			.match(/[\p{L}']+/gu) ?? [];
	let total = 0;
	words.forEach((word, at) => {
		const value = POSITIVE.has(word) ? 1 : NEGATIVE.has(word) ? -1 : 0;
		if (value === 0) return;
		const before = words.slice(Math.max(0, at - 3), at);
		const turned = before.some((other) => NEGATION.test(other)) ? -0.7 : 1;
		total += value * turned * (before.some((other) => INTENSIFIER.test(other)) ? 1.5 : 1);
	});
	if (/!{2,}/u.test(text) && total !== 0) total *= 1.3;
	// Half of the range for one plain word; more words come closer to the end of it.
	return Math.round(Math.tanh(total * 0.55) * 100) / 100;
}
