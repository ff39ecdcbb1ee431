// Numbers the passages that the tools of one turn found, 1, 2, … in order of appearance: what 【n】 in the answer means. A
// passage found again keeps its number.
import { z } from 'zod';
import { Passage } from '#lib/shared/knowledge.ts';
import { toldFacts } from './told-facts.ts';

export type NumberedPassage = Passage & { n: number };

const FoundPassages = z.looseObject({ passages: z.array(Passage) });

export interface PassageBook {
	/** The data of a tool's result with its passages numbered; data without passages comes back as it is. */
	number(data: unknown): unknown;
	find(n: number): NumberedPassage | undefined;
	/** Every passage of the turn. */
	pages(): readonly NumberedPassage[];
	/** What tools told besides, as text. */
	told(): readonly string[];
}

export function createPassageBook(): PassageBook {
	const pages: NumberedPassage[] = [];
	const told: string[] = [];
	const byKey = new Map<string, NumberedPassage>();
	return {
		number(data) {
			const found = FoundPassages.safeParse(data);
			if (!found.success) {
				told.push(toldFacts(data));
				return data;
			}
			const passages = found.data.passages.map((passage) => {
				const key = `${passage.documentId}/${passage.revision}/${passage.start}-${passage.end}`;
				const known = byKey.get(key);
				if (known !== undefined) return known;
				const numbered = { ...passage, n: pages.length + 1 };
				pages.push(numbered);
				byKey.set(key, numbered);
				return numbered;
			});
			return { ...found.data, passages };
		},
		find: (n) => pages[n - 1],
		pages: () => pages,
		told: () => told
	};
}
