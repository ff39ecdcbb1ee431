// Which past questions a change is tried on: each once however often it was asked, half of them those nearest to what changes, the others by
// lot. The same lot for the same change: a step that is done twice chooses the same.
import { sql } from 'drizzle-orm';
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { createRandom } from '#lib/shared/seeded-random.ts';
import { OTHER_WISHES } from '../desk-report/index.ts';
import type { Database } from '../platform/index.ts';
import { maskFor } from '../transcripts/index.ts';

export const MOST_QUESTIONS = 500;
const LOOKED_BACK_MS = 365 * 24 * 60 * 60_000;
/** The newest ones. */
const LOOKED_AT = 5_000;
const LONGEST = 1_000;
/** Passages that change are put together until there are so many: each is compared with each question. */
const MOST_TEXTS = 60;

export interface ChosenQuestion {
	id: string;
	/** Masked. */
	text: string;
	asked: number;
}

interface PastQuestion {
	id: string;
	text: string;
	personName: string | null;
	personEmail: string | null;
}

export async function chooseQuestions(
	database: Database,
	embedder: EmbeddingModelV4,
	{ changed, seed, now }: { changed: readonly string[]; seed: string; now: number }
): Promise<ChosenQuestion[]> {
	const rows = await database.all<PastQuestion>(sql`
		SELECT m.id AS id, m.text AS text, u.display_name AS personName, u.email AS personEmail
		FROM question_outcomes o
			JOIN messages m ON m.id = o.question_id
			JOIN conversations c ON c.id = o.conversation_id AND c.deleted_at IS NULL
			LEFT JOIN users u ON u.id = o.person_id
		WHERE o.asked_at >= ${now - LOOKED_BACK_MS} AND o.intent NOT IN ${OTHER_WISHES}
			AND trim(m.text) <> '' AND length(m.text) <= ${LONGEST}
		ORDER BY o.asked_at DESC, m.id LIMIT ${LOOKED_AT}`);
	const distinct = eachOnce(rows);
	if (distinct.length <= MOST_QUESTIONS) return distinct;
	const likeness = await likenessTo(embedder, changed, distinct);
	const byLikeness = distinct
		.map((question, at) => ({ question, likeness: likeness[at] ?? 0 }))
		.sort((a, b) => b.likeness - a.likeness)
		.map(({ question }) => question);
	const nearest = byLikeness.slice(0, MOST_QUESTIONS / 2);
	const others = shuffled(byLikeness.slice(MOST_QUESTIONS / 2), seed);
	return [...nearest, ...others.slice(0, MOST_QUESTIONS - nearest.length)];
}

/** As they are masked: who asked is nothing that tells questions apart. */
function eachOnce(rows: readonly PastQuestion[]): ChosenQuestion[] {
	const byWords = new Map<string, ChosenQuestion>();
	for (const { id, text: given, ...person } of rows) {
		const { text } = maskFor(person).text(given.trim());
		const words = text
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
			.trim();
		const known = byWords.get(words);
		if (known !== undefined) known.asked++;
		else if (words !== '') byWords.set(words, { id, text, asked: 1 });
	}
	return [...byWords.values()];
}

/** Of each question to the nearest of the texts. */
async function likenessTo(
	embedder: EmbeddingModelV4,
	changed: readonly string[],
	questions: readonly ChosenQuestion[]
): Promise<number[]> {
	const together = Math.ceil(changed.length / MOST_TEXTS);
	const texts = Array.from({ length: Math.min(changed.length, MOST_TEXTS) }, (_, at) =>
		changed.slice(at * together, (at + 1) * together).join('\n')
	).filter((text) => text !== '');
	const [ofTexts, ofQuestions] = await Promise.all([
		embedAll(embedder, texts),
		embedAll(
			embedder,
			questions.map(({ text }) => text)
		)
	]);
	return ofQuestions.map((question) => Math.max(0, ...ofTexts.map((text) => dot(question, text))));
}

async function embedAll(embedder: EmbeddingModelV4, values: readonly string[]): Promise<number[][]> {
	const most = (await embedder.maxEmbeddingsPerCall) ?? values.length;
	const vectors: number[][] = [];
	for (let from = 0; from < values.length; from += most)
		vectors.push(...(await embedder.doEmbed({ values: values.slice(from, from + most) })).embeddings);
	return vectors;
}

/** Embedders give vectors of length one. */
function dot(a: readonly number[], b: readonly number[]): number {
	let sum = 0;
	for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
	return sum;
}

function shuffled<T>(items: readonly T[], seed: string): T[] {
	const random = createRandom(Number.parseInt(seed.replaceAll('-', '').slice(0, 8), 16) || 0);
	return items
		.map((item) => ({ item, place: random() }))
		.sort((a, b) => a.place - b.place)
		.map(({ item }) => item);
}
