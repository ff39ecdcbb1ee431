// What becomes of feedback's sentences: how many are dropped because shuffled measurements would say them as well, how many because the
// analysis does not bear them out, and how many exercises the demo school's material gives. The same code as the product's, the search in
// workerd. Prints one JSON object as its last line.
// Usage: npm run -s eval:feedback -- ANALYSES.jsonl [--each]     (lines of `npm run -s analyse`; --each: all feedback on standard error)
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { addDocuments, startWorkerd } from '../bench/workerd-harness.mjs';
import { prepareMessages } from './recordings/messages.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const MATERIAL = path.join(ROOT, 'demo/knowledge');
/** Of other shuffles than those that sentences are dropped by. */
const UNSEEN_SEEDS = [101, 102, 103, 104];

const [file, ...flags] = process.argv.slice(2);
if (file === undefined) {
	console.error('Usage: npm run -s eval:feedback -- ANALYSES.jsonl [--each]');
	process.exit(2);
}
prepareMessages();
const room = '../src/lib/server/recordings/feedback';
const { FeedbackAnalysis, readMeasurements } = await import(`${room}/measurements.ts`);
const { draft } = await import(`${room}/draft.ts`);
const { masked } = await import(`${room}/masked.ts`);
const { select, sentencesOf, sayOfShuffles } = await import(`${room}/selection.ts`);
const { holds } = await import(`${room}/verify.ts`);
const { writeFeedback } = await import(`${room}/write-feedback.ts`);

/** @typedef {{documentId: string, revision: string, start: number, end: number, text: string}} Found */
/** @typedef {{file: string, durationSeconds: number, analysis: unknown, error?: unknown}} Line */

const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
const takes = lines
	.map((line) => /** @type {Line} */ (JSON.parse(line)))
	.filter(({ error }) => error === undefined);
const totals = { planned: 0, generic: 0, unsupported: 0, shown: 0, shownByUnseenShuffles: 0 };
const given = { observations: 0, withAdvice: 0, recommendations: 0, citations: 0, withoutAnything: 0 };
/** @type {number[]} */
const times = [];
const worker = await startWorkerd();
try {
	const names = (await readdir(MATERIAL, { recursive: true })).filter((name) => name.endsWith('.md')).sort();
	await addDocuments(
		worker,
		await Promise.all(
			names.map(async (name) => ({
				name,
				mediaType: 'text/markdown',
				text: await readFile(path.join(MATERIAL, name), 'utf8')
			}))
		)
	);
	const knowledge = searchIn(worker);
	for (const take of takes) {
		const analysis = FeedbackAnalysis.parse(take.analysis);
		const measured = readMeasurements(analysis, take.durationSeconds);
		const planned = sentencesOf(select(draft(measured), () => undefined));
		const told = sayOfShuffles(analysis, take.durationSeconds).sentences;
		totals.planned += planned.length;
		for (const sentence of planned) {
			if (!holds(sentence, measured)) totals.unsupported++;
			else if (told.has(masked(sentence.text))) totals.generic++;
		}
		const begun = performance.now();
		const feedback = await writeFeedback(knowledge, {
			actor: { role: 'user', via: 'system' },
			analysis,
			durationSeconds: take.durationSeconds,
			analysedAt: 0,
			abstention: null,
			analysedBy: 'evaluation'
		});
		times.push(performance.now() - begun);
		const unseen = sayOfShuffles(analysis, take.durationSeconds, UNSEEN_SEEDS).sentences;
		const shown = textsOf(feedback);
		totals.shown += shown.length;
		totals.shownByUnseenShuffles += shown.filter((text) => unseen.has(masked(text))).length;
		const insights = feedback.temporalFeedback.flatMap((/** @type {any} */ moment) => moment.insights);
		const { immediatePriorities, longTermDevelopment } = feedback.practiceRecommendations;
		given.observations += insights.length;
		given.withAdvice += insights.filter((/** @type {any} */ one) => one.actionableAdvice !== '').length;
		given.recommendations += immediatePriorities.length + longTermDevelopment.length;
		given.citations += feedback.citations.length;
		if (shown.length === 0) given.withoutAnything++;
		if (flags.includes('--each')) console.error(JSON.stringify({ file: take.file, ...feedback }, null, '\t'));
	}
	times.sort((a, b) => a - b);
	const share = (/** @type {number} */ part, /** @type {number} */ whole) =>
		Number((part / Math.max(1, whole)).toFixed(4));
	console.log(
		JSON.stringify({
			takes: takes.length,
			...totals,
			genericShare: share(totals.generic, totals.planned),
			unsupportedShare: share(totals.unsupported, totals.planned),
			unseenShare: share(totals.shownByUnseenShuffles, totals.shown),
			...given,
			msP50: Math.round(times[Math.floor(times.length / 2)] ?? 0)
		})
	);
} finally {
	await worker.close();
}

/** Every sentence of our own; exercises are the school's. */
function textsOf(/** @type {any} */ feedback) {
	const { strengths, priorityAreas, performanceCharacter } = feedback.overallAssessment;
	const { immediatePriorities, longTermDevelopment } = feedback.practiceRecommendations;
	return [
		...[...strengths, ...priorityAreas].map(({ text }) => text),
		performanceCharacter,
		...feedback.temporalFeedback.flatMap((/** @type {any} */ { insights, practiceFocus }) => [
			...insights.map((/** @type {any} */ { observation }) => observation),
			practiceFocus
		]),
		...[...immediatePriorities, ...longTermDevelopment].map(({ expectedOutcome }) => expectedOutcome),
		feedback.encouragement
	].filter((text) => text !== '');
}

/** The knowledge room behind HTTP. A revision is what was seen of it: that citations open is the workers tests' to show. */
function searchIn(/** @type {{post: <T>(path: string, body: unknown) => Promise<T>}} */ { post }) {
	/** @type {Map<string, Found[]>} */
	const seen = new Map();
	return {
		async search(/** @type {unknown} */ _actor, /** @type {{query: string, topK: number}} */ input) {
			const outcome = /** @type {{passages: Found[]}} */ (await post('/search', input));
			for (const passage of outcome.passages)
				seen.set(passage.documentId, [...(seen.get(passage.documentId) ?? []), passage]);
			return outcome;
		},
		async getDocument(/** @type {unknown} */ _actor, /** @type {string} */ documentId) {
			let text = '';
			for (const passage of (seen.get(documentId) ?? []).sort((a, b) => a.start - b.start))
				text = text.padEnd(passage.start).slice(0, passage.start) + passage.text;
			return { text };
		}
	};
}
