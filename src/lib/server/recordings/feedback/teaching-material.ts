// What the school's knowledge holds for the measurements of one take, as the person who asks may read it.
import { AppError } from '#lib/shared/errors.ts';
import type { Actor } from '#lib/shared/actor.ts';
import type { ScoreReference } from '#lib/shared/recordings/views.ts';
import type { Passage, SearchOutcome } from '#lib/shared/knowledge.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { bearsOut, exercisesIn, queryFor, type Exercise } from './exercises.ts';

export type KnowledgeFace = Pick<Knowledge, 'search' | 'getDocument'>;

export interface Need {
	main: ScoreReference;
	also: readonly ScoreReference[];
}

export interface TeachingMaterial {
	/** False when it could not be searched. */
	isSearched: boolean;
	/** What was found for any of the needs, best first for each, none twice. */
	passages: Passage[];
	/** The best exercise that has not been given yet; undefined when there is none. */
	exerciseFor(need: Need): Exercise | undefined;
	/** Whether the passage still opens, holds these words at this place, and bears the advice out. */
	opens(exercise: Exercise): Promise<boolean>;
}

const PASSAGES = 6;
/** More is more trips to the database than a request can have. */
const MOST_SEARCHES = 16;

export async function findMaterial(
	knowledge: KnowledgeFace,
	actor: Actor,
	needs: readonly Need[]
): Promise<TeachingMaterial> {
	const queries = [...new Set(needs.map(({ main }) => queryFor(main)))].slice(0, MOST_SEARCHES);
	const found = new Map<string, SearchOutcome>();
	let isSearched = true;
	try {
		await Promise.all(
			queries.map(async (query) => {
				found.set(query, await knowledge.search(actor, { query, topK: PASSAGES }));
			})
		);
	} catch (thrown) {
		if (!(thrown instanceof AppError)) throw thrown;
		isSearched = false;
		found.clear();
	}
	const given = new Set<string>();
	const texts = new Map<string, Promise<string | undefined>>();
	const passages = new Map(
		queries.flatMap((query) => found.get(query)?.passages ?? []).map((passage) => [passage.chunkId, passage])
	);

	function textOf({ documentId, revision }: Passage): Promise<string | undefined> {
		const key = `${documentId}/${revision}`;
		const known = texts.get(key) ?? openText(knowledge, actor, documentId, revision);
		texts.set(key, known);
		return known;
	}

	return {
		isSearched,
		passages: [...passages.values()],
		exerciseFor({ main, also }) {
			const outcome = found.get(queryFor(main));
			const best = outcome && exercisesIn(outcome, also).find(({ quote }) => !given.has(quote));
			if (best !== undefined) given.add(best.quote);
			return best;
		},
		async opens({ passage, start, end, quote, text }) {
			return (await textOf(passage))?.slice(start, end) === quote && bearsOut(quote, text);
		}
	};
}

async function openText(
	knowledge: KnowledgeFace,
	actor: Actor,
	documentId: string,
	revision: string
): Promise<string | undefined> {
	try {
		return (await knowledge.getDocument(actor, documentId, revision)).text;
	} catch (thrown) {
		// Deleted since it was found, or for other eyes.
		if (!(thrown instanceof AppError)) throw thrown;
		return undefined;
	}
}
