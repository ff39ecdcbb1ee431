// Judges one answered question against what the question set says of it, and averages the verdicts.
import { firstWords, holdsPhrase, normalise } from './matching.mjs';

/** At most this many words of a passage count. */
const PASSAGE_WORDS = 200;

/**
 * @typedef {{file: string, text: string}} Span
 * @typedef {{id: string, question: string, answerable: boolean, sources: string[], answer_spans: Span[], key_phrases: string[],
 *   key_alternatives?: Record<string, string[]>}} Question
 * @typedef {{text: string, refused: boolean, passages: {source: string, text: string}[], citations: number,
 *   exactCitations: number, uncited: string[], firstDeltaMs: number}} Answer
 * @typedef {ReturnType<typeof judge>} Verdict
 */

/**
 * @param {Question} question
 * @param {Answer} answer passages in the order in which they were retrieved
 */
export function judge(question, answer) {
	const passages = answer.passages.map(({ source, text }) => ({
		source,
		text: normalise(firstWords(text, PASSAGE_WORDS))
	}));
	const hasSource = (/** @type {number} */ k) =>
		passages.slice(0, k).some(({ source }) => question.sources.some((name) => isSameFile(source, name)));
	const isFound = (/** @type {Span} */ span, /** @type {number} */ k) =>
		passages
			.slice(0, k)
			.some(({ source, text }) => isSameFile(source, span.file) && text.includes(normalise(span.text)));
	/** A part of the answer lies in one of the first k passages: the reading that meets the reference of plain BM25 (docs/measurements.md). */
	const hasSpan = (/** @type {number} */ k) => question.answer_spans.some((span) => isFound(span, k));
	/** Every part does. */
	const hasAllSpans = (/** @type {number} */ k) => question.answer_spans.every((span) => isFound(span, k));
	const text = normalise(answer.text);
	const hits = question.key_phrases.filter((phrase) =>
		[phrase, ...(question.key_alternatives?.[phrase] ?? [])].some((wording) => holdsPhrase(text, wording))
	).length;
	return {
		id: question.id,
		answerable: question.answerable,
		refused: answer.refused,
		rightSourceAt1: hasSource(1),
		rightSourceAt3: hasSource(3),
		answerSpanAt1: hasSpan(1),
		answerSpanAt3: hasSpan(3),
		allSpansAt1: hasAllSpans(1),
		allSpansAt3: hasAllSpans(3),
		/** Share of the key phrases that the answer holds; a refusal holds none. */
		keyPhrases: answer.refused ? 0 : hits / Math.max(1, question.key_phrases.length),
		citations: answer.citations + answer.uncited.length,
		exactCitations: answer.exactCitations,
		words: text === '' ? 0 : text.split(' ').length,
		firstDeltaMs: answer.firstDeltaMs
	};
}

/**
 * @param {string} source
 * @param {string} name
 */
function isSameFile(source, name) {
	return source === name || source.endsWith(`/${name}`);
}

/** @param {Verdict[]} verdicts */
export function summarise(verdicts) {
	const answerable = verdicts.filter((verdict) => verdict.answerable);
	const unanswerable = verdicts.filter((verdict) => !verdict.answerable);
	const answered = answerable.filter((verdict) => !verdict.refused);
	const citations = verdicts.reduce((sum, verdict) => sum + verdict.citations, 0);
	const exact = verdicts.reduce((sum, verdict) => sum + verdict.exactCitations, 0);
	return {
		answerable: {
			n: answerable.length,
			rightSourceAt1: rate(answerable, (verdict) => verdict.rightSourceAt1),
			rightSourceAt3: rate(answerable, (verdict) => verdict.rightSourceAt3),
			answerSpanAt1: rate(answerable, (verdict) => verdict.answerSpanAt1),
			answerSpanAt3: rate(answerable, (verdict) => verdict.answerSpanAt3),
			allSpansAt1: rate(answerable, (verdict) => verdict.allSpansAt1),
			allSpansAt3: rate(answerable, (verdict) => verdict.allSpansAt3),
			// The share of questions whose every key phrase is in the answer; beside it the mean share of phrases.
			keyPhrases: rate(answerable, (verdict) => verdict.keyPhrases === 1),
			keyPhrasesMean: mean(answerable.map((verdict) => verdict.keyPhrases)),
			// Citations whose quote is exactly the slice of the revision it names; an uncited sentence counts as a wrong one.
			citationsExact: citations === 0 ? 0 : round(exact / citations),
			refused: rate(answerable, (verdict) => verdict.refused),
			wordsMedian: median(answered.map((verdict) => verdict.words)),
			wordsMost: Math.max(0, ...answered.map((verdict) => verdict.words))
		},
		unanswerable: {
			n: unanswerable.length,
			refused: rate(unanswerable, (verdict) => verdict.refused)
		},
		msToFirstDeltaP50: median(verdicts.map((verdict) => verdict.firstDeltaMs))
	};
}

/**
 * @param {Verdict[]} verdicts
 * @param {(verdict: Verdict) => boolean} holds
 */
function rate(verdicts, holds) {
	return mean(verdicts.map((verdict) => (holds(verdict) ? 1 : 0)));
}

/** @param {number[]} values */
function mean(values) {
	return values.length === 0 ? 0 : round(values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** @param {number[]} values */
function median(values) {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** @param {number} value */
function round(value) {
	return Math.round(value * 10_000) / 10_000;
}
