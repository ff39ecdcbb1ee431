// What the school's knowledge does not hold, by what was asked: questions that were refused or answered with little trust, put together by
// the words they share. Words alone leave here, and none that only one person used: whole questions are read in their transcripts.
import { sql } from 'drizzle-orm';
import { isStopWord, readTerms } from '#lib/shared/text/terms.ts';
import type { Gap } from '#lib/shared/desk-report.ts';
import { UNSURE } from '../chat/index.ts';
import type { Database } from '../platform/index.ts';
import type { Period } from './local-days.ts';

const LOOKED_AT = 2_000;
const SHOWN = 12;
const WORDS_SHOWN = 4;
const CONVERSATIONS_SHOWN = 3;
/** Of the words of the shorter question, how many stand in the group's. */
const SAME_WORDS = 0.5;

export interface WeakQuestion {
	personId: string;
	conversationId: string;
	askedAt: number;
	isRefused: boolean;
	text: string;
	nearest: string | null;
}

export async function readWeakQuestions(
	database: Database,
	{ startAt, endAt }: Period
): Promise<WeakQuestion[]> {
	const columns = sql`question_id, answer_id, conversation_id, person_id, asked_at, answer`;
	const within = sql`asked_at >= ${startAt} AND asked_at < ${endAt}`;
	const rows = await database.all<Omit<WeakQuestion, 'isRefused'> & { isRefused: number }>(sql`
		WITH weak AS (
			SELECT ${columns} FROM question_outcomes WHERE answer = 'refused' AND ${within}
			UNION ALL
			SELECT ${columns} FROM question_outcomes WHERE ${within} AND confidence < ${UNSURE} AND answer = 'given'
		), newest AS (SELECT * FROM weak ORDER BY asked_at DESC LIMIT ${LOOKED_AT})
		SELECT w.person_id AS personId, w.conversation_id AS conversationId, w.asked_at AS askedAt,
			w.answer = 'refused' AS isRefused, q.text AS text,
			(SELECT p.value->>'$.data.topics[0]' FROM json_each(iif(json_valid(a.parts), a.parts, '[]')) p
				WHERE p.value->>'type' = 'data-turn' LIMIT 1) AS nearest
		FROM newest w JOIN messages q ON q.id = w.question_id LEFT JOIN messages a ON a.id = w.answer_id
		ORDER BY w.asked_at DESC`);
	return rows.map((row) => ({ ...row, isRefused: Boolean(row.isRefused) }));
}

interface Group {
	questions: WeakQuestion[];
	/** How many questions have it, by stem. */
	stems: Map<string, number>;
	/** How many people wrote it, by stem and word. */
	writers: Map<string, Map<string, Set<string>>>;
}

/** Pure. The most frequent first. What cannot be named by words of two people goes together by what is near, or is left out. */
export function groupGaps(questions: readonly WeakQuestion[]): Gap[] {
	const groups: Group[] = [];
	for (const question of questions) {
		const words = new Map(
			readTerms(question.text)
				.filter(({ word }) => word.length > 2 && !isStopWord(word) && !/\p{N}/u.test(word))
				.map(({ stem, word }) => [stem, word])
		);
		if (words.size === 0) continue;
		const group = nearestGroup(groups, words) ?? begin(groups);
		group.questions.push(question);
		for (const [stem, word] of words) {
			group.stems.set(stem, (group.stems.get(stem) ?? 0) + 1);
			const written = group.writers.get(stem) ?? new Map<string, Set<string>>();
			group.writers.set(stem, written);
			written.set(word, (written.get(word) ?? new Set()).add(question.personId));
		}
	}
	const named = groups.map((group) => ({ group, gap: describe(group) }));
	const nameless = Map.groupBy(
		named.flatMap(({ group, gap }) => (gap.words.length === 0 ? group.questions : [])),
		({ nearest }) => nearest
	);
	nameless.delete(null);
	return [
		...named.flatMap(({ gap }) => (gap.words.length > 0 ? gap : [])),
		...[...nameless.values()].map((of) => describe({ questions: of, writers: new Map(), stems: new Map() }))
	]
		.sort((a, b) => b.count - a.count || b.lastAskedAt - a.lastAskedAt)
		.slice(0, SHOWN);
}

function begin(groups: Group[]): Group {
	const group: Group = { questions: [], stems: new Map(), writers: new Map() };
	groups.push(group);
	return group;
}

/** By the words that at least a third of the group's questions have: what one of them adds does not draw in others. */
function nearestGroup(groups: readonly Group[], words: ReadonlyMap<string, string>): Group | undefined {
	let best: { group: Group; share: number } | undefined;
	for (const group of groups) {
		const core = [...group.stems].filter(([, count]) => count * 3 >= group.questions.length);
		const shared = core.filter(([stem]) => words.has(stem)).length;
		const share = shared / Math.max(1, Math.min(core.length, words.size));
		if (share >= SAME_WORDS && share > (best?.share ?? 0)) best = { group, share };
	}
	return best?.group;
}

function describe({ questions, stems, writers }: Group): Gap {
	const words = [...stems]
		.sort(([, a], [, b]) => b - a)
		.flatMap(([stem]) => {
			const [word, people] = [...(writers.get(stem) ?? [])].sort(([, a], [, b]) => b.size - a.size)[0] ?? [];
			return word !== undefined && (people?.size ?? 0) > 1 ? [word] : [];
		})
		.slice(0, WORDS_SHOWN);
	const nearest = Map.groupBy(
		questions.flatMap((one) => one.nearest ?? []),
		(title) => title
	);
	const [title = null] = [...nearest].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
	return {
		words,
		count: questions.length,
		refused: questions.filter(({ isRefused }) => isRefused).length,
		people: new Set(questions.map(({ personId }) => personId)).size,
		nearest: title,
		conversationIds: [...new Set(questions.map(({ conversationId }) => conversationId))].slice(
			0,
			CONVERSATIONS_SHOWN
		),
		lastAskedAt: Math.max(...questions.map(({ askedAt }) => askedAt))
	};
}
