// The work of trying a change, cut into steps that are bounded and may be repeated or interrupted anywhere. A step that is done twice writes
// the same. One that was discarded, published or whose document is gone ends quietly.
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { ReplayAnswer, ReplayOutcome } from '#lib/shared/knowledge-replay.ts';
import type { SearchOutcome } from '#lib/shared/knowledge.ts';
import type { AnswerOnce } from '../chat/index.ts';
import type { DeskReports } from '../desk-report/index.ts';
import type { ChangedText, Knowledge, Trial, Trials } from '../knowledge/index.ts';
import type { Logger } from '../observability/index.ts';
import type { Clock, Database } from '../platform/index.ts';
import { maskWords } from '../transcripts/index.ts';
import { chooseQuestions } from './choose-questions.ts';
import { compareAnswers } from './compare-answers.ts';
import type { AskedQuestion, Replayed, ReplayRow, ReplayStore } from './replay-store.ts';

/** What is searched; the rest of an answer's tools has nothing to do with documents. */
export type Search = Pick<Knowledge, 'search'>;

/** The same question with the same search gives the same answer. */
export type Answer = (question: string, actor: Actor, search: Search) => Promise<AnswerOnce>;

export interface ReplayWork {
	choose(id: string): Promise<'next' | 'over'>;
	/** One slice of the questions. */
	replay(id: string, slice: number): Promise<'more' | 'full' | 'over'>;
	finish(id: string): Promise<void>;
	/** After the last try of a step that could not be done. */
	giveUp(id: string): Promise<void>;
}

export interface ReplayWorkDependencies {
	database: Database;
	replays: ReplayStore;
	trials: Pick<Trials, 'open'>;
	/** For the text of an earlier revision. */
	knowledge: Pick<Knowledge, 'getDocument'>;
	reports: Pick<DeskReports, 'followQuestions'>;
	embedder: EmbeddingModelV4;
	answer: Answer;
	clock: Clock;
	log: Logger;
}

/** A few seconds, and what a page shows as progress. */
export const SLICE = 25;
/** At once: while one waits for a table the others go on. */
const AT_ONCE = 5;

export function createReplayWork(dependencies: ReplayWorkDependencies): ReplayWork {
	const { database, replays, trials, embedder, reports, answer, clock, log } = dependencies;

	/** For one that is under way. What will not pass is its end; the rest is thrown on, to be tried again. */
	async function forReplay<T extends string>(
		id: string,
		work: (row: ReplayRow, open: { trial: Trial; text: string | undefined }) => Promise<T>
	): Promise<T | 'over'> {
		const row = await replays.find(id);
		if (row?.status !== 'running') return 'over';
		try {
			const change = await changeOf(dependencies.knowledge, row);
			const trial = await trials.open(row.documentId, row.baseRevision, change);
			return await work(row, { trial, text: change?.text });
		} catch (thrown) {
			if (!(thrown instanceof AppError) || thrown.retryable) throw thrown;
			log.info('a change was not tried', { code: thrown.code });
			await replays.change(id, ['running'], { status: 'failed', problem: thrown.message }, clock.now());
			return 'over';
		}
	}

	return {
		choose: (id) =>
			forReplay(id, async (row, { trial }) => {
				if (row.isChosen) return 'next';
				await reports.followQuestions();
				const questions = await chooseQuestions(database, embedder, {
					...{ changed: trial.changed, seed: id, now: clock.now() }
				});
				await replays.keepChosen(id, questions, clock.now());
				return 'next';
			}),

		replay: (id, slice) =>
			forReplay(id, async (row, { trial, text }) => {
				const from = slice * SLICE;
				const to = from + SLICE;
				const questions = await replays.waiting(id, from, to);
				const actor: Actor = { role: trial.reader, via: 'anonymous' };
				const changed = { documentId: row.documentId, textAfter: text };
				for (let at = 0; at < questions.length; at += AT_ONCE) {
					const some = questions.slice(at, at + AT_ONCE);
					const results = await Promise.all(
						some.map((question) => replayOne(question, { trial, actor, changed, answer }))
					);
					const done = Math.min(row.questionsTotal, from + at + some.length);
					await replays.keep(id, results, done, clock.now());
				}
				return to >= row.questionsTotal ? 'full' : 'more';
			}),

		async finish(id) {
			const row = await replays.find(id);
			if (row === undefined) return;
			const ended = { status: 'ready', questionsDone: row.questionsTotal } as const;
			await replays.change(id, ['running'], ended, clock.now());
		},

		async giveUp(id) {
			await replays.change(id, ['running'], { status: 'failed', problem: m.replay_failed() }, clock.now());
		}
	};
}

/** How the document would read. */
async function changeOf(
	knowledge: Pick<Knowledge, 'getDocument'>,
	{ kind, documentId, revision, title, text }: ReplayRow
): Promise<ChangedText> {
	if (kind === 'delete' || revision === null || title === null) return undefined;
	if (text !== null) return { title, text, revision };
	const SCHOOL: Actor = { role: 'admin', via: 'system', userId: 'system' };
	return { title, revision, text: (await knowledge.getDocument(SCHOOL, documentId, revision)).text };
}

interface Side {
	trial: Trial;
	actor: Actor;
	changed: { documentId: string; textAfter: string | undefined };
	answer: Answer;
}

async function replayOne(
	{ ordinal, text: masked }: AskedQuestion,
	{ trial, actor, changed, answer }: Side
): Promise<Replayed> {
	const text = unmasked(masked);
	const { before, after } = trial.question();
	const [asked, later] = [remember(before), remember(after)];
	const answerBefore = await answer(text, actor, asked);
	// What answers is told nothing else than what it searches: where every search finds the same, so does it say.
	const isSame = await everySame(asked.outcomes, (input) => later.search(actor, input));
	if (isSame) return { ordinal, verdict: 'same', outcome: null };
	const answerAfter = await answer(text, actor, later);
	const { verdict, dead } = compareAnswers(answerBefore, answerAfter, changed);
	const outcome: ReplayOutcome = { before: shown(answerBefore), after: shown(answerAfter), dead };
	return { ordinal, verdict, outcome: verdict === 'same' ? null : outcome };
}

type Input = Parameters<Search['search']>[1];

/** Each search once, and what it found. */
function remember(search: Search): Search & { outcomes: Map<string, Promise<SearchOutcome>> } {
	const outcomes = new Map<string, Promise<SearchOutcome>>();
	return {
		outcomes,
		search(actor, input) {
			const key = JSON.stringify(input);
			const outcome = outcomes.get(key) ?? search.search(actor, input);
			outcomes.set(key, outcome);
			return outcome;
		}
	};
}

async function everySame(
	outcomes: ReadonlyMap<string, Promise<SearchOutcome>>,
	search: (input: Input) => Promise<SearchOutcome>
): Promise<boolean> {
	for (const [key, outcome] of outcomes) {
		const [one, other] = await Promise.all([outcome, search(JSON.parse(key) as Input)]);
		if (JSON.stringify(one) !== JSON.stringify(other)) return false;
	}
	return true;
}

/** What stands for something personal is no word of the question: no document holds it. */
function unmasked(text: string): string {
	const bare = maskWords().reduce((rest, word) => rest.replaceAll(word, ' '), text);
	return /[\p{L}\p{N}]/u.test(bare) ? bare.replace(/\s+/gu, ' ').trim() : text;
}

const LONGEST_SHOWN = 8_000;

function shown({ text, refused, citations }: AnswerOnce): ReplayAnswer {
	const quotes = new Map(
		citations.map(({ documentId, title, quote }) => [
			`${documentId} ${quote}`,
			{ documentId, title, quote: quote.slice(0, LONGEST_SHOWN) }
		])
	);
	return { text: text.slice(0, LONGEST_SHOWN), refused, quotes: [...quotes.values()] };
}
