// Judges one sentence of an answer by the spans it cites: opens them once more, and compares numbers, dates, names, denials, firmness and
// words. The same input gives the same verdict; nothing is learned and nothing is asked. It judges wording, not truth: a sentence that says
// the same in words that share nothing with the source is not supported, and one that takes the source's words apart and puts them
// together anew (who did what to whom) may be. English is read whole; of other languages numbers and words, and where the sentence and its
// source are of different languages, numbers alone.
import type { UnsupportedReason } from '#lib/shared/conversation/parts.ts';
import { isAddressedToModel } from '#lib/shared/text/addressed-to-model.ts';
import { languageOf } from '../ai/index.ts';
import { otherAgents } from './agents.ts';
import { claimOf } from './claims.ts';
import { compareWords } from './coverage.ts';
import { isBorneOut } from './dates.ts';
import { createKinship } from './kinship.ts';
import { misplacedIn } from './misplaced.ts';
import { swappedIn } from './order.ts';
import { readStatement, type Statement } from './plain-statement.ts';
import { comparePolarity, deniedIn } from './polarity.ts';
import { isSame, type Quantity } from './quantities.ts';
import { compareRates } from './rates.ts';
import { compareStrength } from './strength.ts';

/** UTF-16 offsets into the revision's text. */
export interface CitedSpan {
	documentId: string;
	revision: string;
	start: number;
	end: number;
	quote: string;
	/** Above the passage; a sentence may name what they name. */
	title?: string;
	headings?: readonly string[];
}

/** A stretch of a revision's text, or all of it. */
export interface SourceText {
	documentId: string;
	revision: string;
	/** Where `text` begins in the revision. */
	start: number;
	text: string;
}

export interface Reason {
	kind: UnsupportedReason;
	/** Words of the sentence. */
	said: string;
	/** What the source has in their place; empty where it has nothing. */
	found: string;
}

export interface Verdict {
	supported: boolean;
	/** 0..1: the share of the content words that is borne out; 0 where anything is said otherwise than the source has it. */
	score: number;
	/** Empty exactly where it is supported. */
	reasons: Reason[];
	/** False for greetings, questions and words about the assistant, which need no source. */
	isClaim: boolean;
}

export interface Statements {
	sentence: string;
	citations: readonly CitedSpan[];
	sources: readonly SourceText[];
	/** What else may be echoed: numbers and dates of the question, in sentences that claim nothing. */
	question?: string;
}

/** Longer ones are no sentences. */
const MOST_CHARACTERS = 4_000;
const MOST_SOURCE_CHARACTERS = 24_000;
const MOST_QUOTED = 80;
/** Before a span, so much may say what its "it" stands for. */
const BEFORE_SPAN = 400;
const LEAST_FOREIGN_WORDS = 5;
const MOST_KNOWN_ABROAD = 0.3;

export function verifySentence({ sentence, citations, sources, question = '' }: Statements): Verdict {
	if (sentence.length > MOST_CHARACTERS)
		return unsupported([
			{ kind: 'length', said: cut(sentence.slice(0, MOST_QUOTED).toWellFormed()), found: '' }
		]);
	if (isAddressedToModel(sentence))
		return unsupported([{ kind: 'steering', said: cut(sentence), found: '' }]);
	const claim = claimOf(sentence);
	const opened = citations.map((citation) => ({ citation, source: open(citation, sources) }));
	const broken = opened.filter(({ source }) => source === undefined);
	if (broken.length > 0)
		return unsupported(
			broken.map(({ citation }) => ({ kind: 'span' as const, said: cut(citation.quote), found: '' })),
			!claim.isTalk
		);
	const quotes = limit(opened.map(({ citation }) => citation.quote));
	if (claim.isTalk) return judgeTalk(claim.text, `${quotes}\n\n${question}`);
	if (citations.length === 0) return unsupported([{ kind: 'uncited', said: cut(sentence), found: '' }]);
	const around = opened.flatMap(({ citation, source }) => [
		citation.title ?? '',
		...(citation.headings ?? []),
		source?.text.slice(
			Math.max(0, citation.start - source.start - BEFORE_SPAN),
			citation.start - source.start
		) ?? ''
	]);
	const said = readStatement(claim.text);
	const found = readStatement(quotes);
	const reasons = [...compareNumbers(said, found), ...compareDates(said, found)];
	for (const rate of compareRates(said, found, isSame)) reasons.push({ kind: 'number', ...rate });
	if (areForeign(said, found)) return verdictOf(reasons, 1);
	const kinship = createKinship(said, found);
	const isDenied = deniedIn(said);
	const near = readStatement(limit(around));
	const { share, strangers, contrary, additions } = compareWords(said, found, near, kinship, isDenied);
	for (const [word, other] of contrary) reasons.push({ kind: 'contrary', said: word.raw, found: other });
	for (const { isNumber, ...other } of misplacedIn(said, found, kinship, isDenied))
		reasons.push({ kind: isNumber ? 'number' : 'contrary', ...other });
	for (const other of otherAgents(said, found, kinship)) reasons.push({ kind: 'contrary', ...other });
	for (const other of swappedIn(said, found, kinship)) reasons.push({ kind: 'contrary', ...other });
	for (const word of strangers)
		reasons.push({ kind: /^\p{Lu}/u.test(word.raw) ? 'name' : 'words', said: word.raw, found: '' });
	for (const addition of additions) reasons.push({ kind: 'clause', said: cut(addition), found: '' });
	for (const difference of comparePolarity(said, found, kinship))
		reasons.push({ kind: 'negation', ...difference });
	for (const difference of compareStrength(said, found, kinship))
		reasons.push({ kind: 'firmness', ...difference });
	return verdictOf(reasons, share);
}

/**
 * A sentence about what a tool told (a ticket, a measurement) by the tool's own fields and values: they are no sentences, so numbers, dates,
 * names and letters are compared, and of the other words some must be there.
 */
export function verifyTold(sentence: string, told: string): Verdict {
	if (sentence.length > MOST_CHARACTERS)
		return unsupported([{ kind: 'length', said: cut(sentence), found: '' }]);
	const claim = claimOf(sentence);
	const said = readStatement(claim.text);
	const found = readStatement(told.slice(0, MOST_SOURCE_CHARACTERS));
	const { share, strangers } = compareWords(said, found, found, createKinship(said, found));
	const reasons = [...compareNumbers(said, found), ...compareDates(said, found)];
	for (const word of strangers)
		if (/^\p{Lu}|\d/u.test(word.raw)) reasons.push({ kind: 'name', said: word.raw, found: '' });
	const isAboutIt = share >= LEAST_TOLD || said.quantities.length + said.dates.length > 0;
	if (!isAboutIt) reasons.push({ kind: 'words', said: cut(claim.text), found: '' });
	return verdictOf(reasons, share);
}

/** Of the words of a sentence about a ticket, so many are the ticket's. */
const LEAST_TOLD = 0.3;

function verdictOf(reasons: Reason[], share: number): Verdict {
	const isContradicted = reasons.some(({ kind }) => kind !== 'clause' && kind !== 'words' && kind !== 'name');
	return { supported: reasons.length === 0, score: isContradicted ? 0 : share, reasons, isClaim: true };
}

function unsupported(reasons: Reason[], isClaim = true): Verdict {
	return { supported: false, score: 0, reasons, isClaim };
}

function open(citation: CitedSpan, sources: readonly SourceText[]): SourceText | undefined {
	const { documentId, revision, start, end, quote } = citation;
	return sources.find(
		(source) =>
			source.documentId === documentId &&
			source.revision === revision &&
			start >= source.start &&
			end > start &&
			source.text.slice(start - source.start, end - source.start) === quote
	);
}

/** A question may name a price, and so may its answer's "I could not find"; a price of its own it may not bring. */
function judgeTalk(text: string, echoed: string): Verdict {
	const [said, found] = [readStatement(text), readStatement(echoed)];
	const reasons = [...compareNumbers(said, found), ...compareDates(said, found)].filter(
		({ kind, said: words }) => kind === 'date' || /\d|[€$£%]/u.test(words)
	);
	return {
		supported: reasons.length === 0,
		score: reasons.length === 0 ? 1 : 0,
		reasons,
		isClaim: reasons.length > 0
	};
}

function compareNumbers(said: Statement, found: Statement): Reason[] {
	return said.quantities.flatMap((quantity): Reason[] => {
		const same = found.quantities.filter((other) => isSame(quantity, other));
		const isPronoun = quantity.isLoose && quantity.dimension === 'plain';
		const rivals = found.quantities.filter(
			(other) =>
				other.dimension === quantity.dimension &&
				!same.includes(other) &&
				!said.quantities.some((mine) => isSame(mine, other))
		);
		const isYear = quantity.dimension === 'plain' && found.dates.some(({ year }) => year === quantity.value);
		if (same.length === 0)
			return isPronoun || isYear
				? []
				: [{ kind: 'number', said: quantity.said, found: rivals[0]?.said ?? '' }];
		const bounds = new Set(same.map(({ bound }) => bound));
		if (quantity.bound !== undefined && !bounds.has(quantity.bound))
			return [{ kind: 'number', said: withBound(said, quantity), found: same[0]?.said ?? '' }];
		// "Two equal parts or two equal parts" of two and three: one of them stands for the other.
		const times = said.quantities.filter((mine) => isSame(mine, quantity)).length;
		if (times > same.length && rivals.length > 0 && !isPronoun)
			return [{ kind: 'number', said: quantity.said, found: rivals[0]?.said ?? '' }];
		return [];
	});
}

function withBound({ text, words }: Statement, { first, last }: Quantity): string {
	return text.slice(words[Math.max(0, first - 2)]?.start ?? 0, words[last]?.end ?? 0);
}

function compareDates(said: Statement, found: Statement): Reason[] {
	return said.dates
		.filter((date) => !isBorneOut(date, found.dates))
		.map((date) => ({ kind: 'date', said: date.said, found: found.dates[0]?.said ?? '' }));
}

/** Of the words of one language another has few; short texts have no language that could be told. */
function areForeign(said: Statement, found: Statement): boolean {
	if (said.words.length < LEAST_FOREIGN_WORDS) return false;
	const known = said.words.filter(({ stem }) => found.places.has(stem)).length;
	if (known / said.words.length > MOST_KNOWN_ABROAD) return false;
	const [one, other] = [languageOf(said.text), languageOf(found.text)];
	return one !== other && one !== 'und' && other !== 'und';
}

function limit(texts: readonly string[]): string {
	return texts.join('\n\n').slice(0, MOST_SOURCE_CHARACTERS);
}

function cut(text: string): string {
	return text.length <= MOST_QUOTED ? text : `${text.slice(0, MOST_QUOTED).toWellFormed()}…`;
}
