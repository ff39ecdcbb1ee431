// The school's knowledge as a search would find it if one document read otherwise, or were gone: what the tables and the index say, without
// the document's chunks and with those it would have. Nothing is written anywhere, and no other search sees it. Counts and ranks are those that
// the tables would have, by FTS5's own formula; only what stands beyond the candidates of both is out of sight.
import type { CandidateFilter, CandidateRow, TermCount } from '../candidate-queries.ts';
import type { SearchStore } from '../search.ts';
import type { DocumentRow } from '../store.ts';
import type { OpenIndex } from '../vector-indexes/index.ts';
import { createBm25 } from './bm25.ts';
import type { RecalledStore } from './recalled.ts';

/** One document before and after. */
export interface DocumentChange {
	document: DocumentRow;
	/** Its chunks in force. */
	gone: readonly CandidateRow[];
	/** Those it would have. */
	added: readonly CandidateRow[];
	/** Of all chunks in force together. */
	tokens: number;
}

const stemsOf = ({ titleStems, headingStems, bodyStems }: CandidateRow): string[] =>
	`${titleStems} ${headingStems} ${bodyStems}`.split(' ').filter((stem) => stem !== '');

/** In how many of the rows each term occurs, and how many terms they have together. */
function tally(rows: readonly CandidateRow[]): { counts: Map<string, number>; tokens: number } {
	const counts = new Map<string, number>();
	let tokens = 0;
	for (const row of rows) {
		const stems = stemsOf(row);
		tokens += stems.length;
		for (const stem of new Set(stems)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
	}
	return { counts, tokens };
}

function isWithin({ audience, id, tags }: DocumentRow, filter: CandidateFilter): boolean {
	return (
		filter.audiences.includes(audience) &&
		(filter.documentIds?.includes(id) ?? true) &&
		(filter.tags?.some((tag) => tags.includes(tag)) ?? true)
	);
}

export function changeStore({ document, gone, added, tokens }: DocumentChange) {
	const before = tally(gone);
	const after = tally(added);
	const recount = ({ term, count }: TermCount): TermCount => ({
		term,
		count: count - (before.counts.get(term) ?? 0) + (after.counts.get(term) ?? 0)
	});
	const byId = new Map(added.map((row) => [row.id, row]));
	const addedStems = added.map(stemsOf);

	return (live: RecalledStore): SearchStore => ({
		async searchText(terms, filter, limit) {
			const found = await live.searchBeside(document.id, terms, filter, limit);
			const counts = found.counts.map(recount);
			const total = found.total - gone.length + added.length;
			const countOf = new Map(counts.map(({ term, count }) => [term, count]));
			const scoreOf = createBm25(terms, {
				rows: total,
				tokens: tokens - before.tokens + after.tokens,
				countOf: (term) => countOf.get(term) ?? 0
			});
			const asked = new Set(terms);
			const others = found.candidates
				.filter(({ documentId }) => documentId !== document.id)
				.map((row) => ({ row, score: scoreOf(stemsOf(row)) }));
			const own = isWithin(document, filter)
				? added.flatMap((row, at) => {
						const stems = addedStems[at] ?? [];
						return stems.some((stem) => asked.has(stem)) ? [{ row, score: scoreOf(stems) }] : [];
					})
				: [];
			const candidates = [...others, ...own]
				.sort((a, b) => b.score - a.score || a.row.rowid - b.row.rowid)
				.slice(0, limit)
				.map(({ row }) => row);
			return { counts, total, candidates };
		},

		async findChunks(ids, filter) {
			const own = isWithin(document, filter) ? ids.flatMap((id) => byId.get(id) ?? []) : [];
			const others = await live.findChunks(
				ids.filter((id) => !byId.has(id)),
				filter
			);
			return [...others.filter(({ documentId }) => documentId !== document.id), ...own];
		},

		async similarTerms(stems) {
			const known = (await live.similarTerms(stems)).map(recount).filter(({ count }) => count > 0);
			const terms = new Set(known.map(({ term }) => term));
			// The rule of the tables' own query.
			const isNear = (term: string) =>
				stems.some((stem) => term.startsWith(stem.slice(0, 1)) && Math.abs(term.length - stem.length) <= 2);
			const fresh = Array.from(after.counts, ([term, count]) => ({ term, count }));
			return [...known, ...fresh.filter(({ term }) => !terms.has(term) && isNear(term))];
		}
	});
}

/** `values`: the vectors of the added chunks, in their order. */
export function changeIndex({ document, added }: DocumentChange, values: readonly (readonly number[])[]) {
	const units = values.map(unitVector);
	return (live: OpenIndex): OpenIndex => ({
		...live,
		vectors: {
			...live.vectors,
			async query(question, query) {
				const others = await live.vectors.query(question, query);
				const unit = unitVector(question);
				const isAsked = query.documentIds?.includes(document.id) ?? true;
				const own = isAsked ? added.map(({ id }, at) => ({ id, score: cosine(unit, units[at]) })) : [];
				// As the index itself does: nothing that is not near at all, and ties by id.
				return [
					...others.filter(({ id }) => !id.startsWith(`${document.id}:`)),
					...own.filter(({ score }) => score > 0)
				]
					.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
					.slice(0, query.topK);
			}
		}
	});
}

/** Of length one, in the precision the index keeps; all zeros for a text without words. */
function unitVector(values: ArrayLike<number>): Float32Array {
	const unit = Float32Array.from(values);
	const length = Math.hypot(...unit);
	return length > 0 ? unit.map((value) => value / length) : unit;
}

function cosine(a: Float32Array, b: Float32Array | undefined): number {
	let sum = 0;
	for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b?.[at] ?? 0);
	return Math.min(1, sum);
}
