// The words a person sorts their conversations by.
import { z } from 'zod';

export const TAG_LIMIT = 10;
export const TAG_LENGTH_LIMIT = 40;

const Tag = z
	.string()
	.transform((tag) => tag.normalize('NFC').replace(/\s+/g, ' ').trim())
	.pipe(
		z
			.string()
			.min(1)
			.max(TAG_LENGTH_LIMIT)
			.refine((tag) => tag.isWellFormed(), 'This is not valid Unicode text.')
			.refine(
				(tag) => !/[\p{Cc}\p{Cf}]/u.test(tag.replace(/\u200d/g, '')),
				'A tag has visible characters only.'
			)
	);

/** In the order given; a tag that differs from an earlier one in capitals alone is the same and left out. */
export const TagList = z
	.array(Tag)
	.max(50)
	.transform((tags) => {
		const seen = new Set<string>();
		return tags.filter((tag) => {
			const folded = tag.toLowerCase();
			return !seen.has(folded) && Boolean(seen.add(folded));
		});
	})
	.pipe(z.array(z.string()).max(TAG_LIMIT));

/** Each tag of a person's conversations, with how many have it; the most used first. Capitals count as one. */
export interface TagCounts {
	tags: { tag: string; count: number }[];
}
