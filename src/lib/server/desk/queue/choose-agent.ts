// Whom a wish for a person is offered to: of those who are there and have room, first those who were not asked yet, then whose skills fit
// best, then who was asked longest ago. Pure; equal in everything, the id decides, so that a step done twice decides the same.

export interface Candidate {
	userId: string;
	capacity: number;
	/** Conversations they have, or are offered. */
	holds: number;
	skills: readonly string[];
	/** null: never yet. */
	lastAssignedAt: number | null;
}

/** What the conversation is about: topics, intent, language. */
export type WishWords = ReadonlySet<string>;

/** The best first; nobody who has no room. `asked`: in earlier rounds. */
export function rankAgents(
	candidates: readonly Candidate[],
	words: WishWords,
	asked: ReadonlySet<string> = new Set()
): Candidate[] {
	const rank = (candidate: Candidate) => ({
		candidate,
		isAsked: Number(asked.has(candidate.userId)),
		fit: fitOf(candidate.skills, words),
		since: candidate.lastAssignedAt ?? -1
	});
	return candidates
		.filter(({ capacity, holds }) => holds < capacity)
		.map(rank)
		.sort(
			(a, b) =>
				a.isAsked - b.isAsked ||
				b.fit - a.fit ||
				a.since - b.since ||
				(a.candidate.userId < b.candidate.userId ? -1 : 1)
		)
		.map(({ candidate }) => candidate);
}

/** How many skills the words name: one of several words fits when all of them are there; said twice it counts once. */
function fitOf(skills: readonly string[], words: WishWords): number {
	const fitting = skills
		.map(wordsOf)
		.filter((skill) => skill.length > 0 && skill.every((word) => words.has(word)))
		.map((skill) => skill.join(' '));
	return new Set(fitting).size;
}

export function wordsOf(text: string): string[] {
	return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
