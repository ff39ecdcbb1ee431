import { expect, it } from 'vitest';
import { Id } from '#lib/shared/ids.ts';
import { stableId } from './demo-conversation.mjs';

it("a demo conversation's id is the same on every start, its own, and one that the product takes", () => {
	expect(stableId('one')).toBe(stableId('one'));
	expect(stableId('one')).not.toBe(stableId('two'));
	expect(Id.safeParse(stableId('one')).success).toBe(true);
});
