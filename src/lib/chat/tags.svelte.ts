// The reader's own tags with how many conversations have each. Capitals do not tell two tags apart.
import type { TagCounts } from '#lib/shared/conversation/labels.ts';

type Counted = TagCounts['tags'];

export class Tags {
	/** The most used first. */
	counts: Counted = $state.raw([]);

	take({ tags }: TagCounts): void {
		this.counts = tags;
	}

	/** Keeps count when the tags of one conversation change. */
	replace(before: readonly string[], after: readonly string[]): void {
		const lost = before.filter((tag) => !hasTag(after, tag));
		const won = after.filter((tag) => !hasTag(before, tag));
		let counts = this.counts.map(({ tag, count }) => ({
			tag,
			count: count - (hasTag(lost, tag) ? 1 : 0) + (hasTag(won, tag) ? 1 : 0)
		}));
		const known = counts.map(({ tag }) => tag);
		counts = [...counts, ...won.filter((tag) => !hasTag(known, tag)).map((tag) => ({ tag, count: 1 }))];
		this.counts = counts.filter(({ count }) => count > 0);
	}

	/** Tags of other conversations that this one could have too. */
	offersFor(own: readonly string[]): string[] {
		return this.counts.map(({ tag }) => tag).filter((tag) => !hasTag(own, tag));
	}
}

export function hasTag(tags: readonly string[], tag: string): boolean {
	return tags.some((one) => one.toLowerCase() === tag.toLowerCase());
}
