// Which variant a person gets: a pure function of flag, rule and person. Two independent hashes, one for being in and one for which:
// raising the share of people moves nobody from one variant to another, and two flags divide people independently.
import type { Actor } from '#lib/shared/actor.ts';
import type { FlagRule } from './registry.ts';

const PARTS = 10_000;

/** undefined: the flag is not in force for this actor. A visitor without an id has none: nothing could be the same the next time. */
export function chooseVariant(
	name: string,
	variants: readonly string[],
	rule: FlagRule,
	actor: Pick<Actor, 'userId' | 'role'>
): string | undefined {
	const { userId, role } = actor;
	if (!rule.isOn || userId === undefined || !rule.roles.includes(role)) return undefined;
	if (partOf(`${name}/in/${userId}`) >= (rule.percentage / 100) * PARTS) return undefined;
	const total = variants.reduce((sum, variant) => sum + (rule.weights[variant] ?? 0), 0);
	let left = (partOf(`${name}/which/${userId}`) / PARTS) * total;
	for (const variant of variants) {
		left -= rule.weights[variant] ?? 0;
		if (left < 0) return variant;
	}
	return undefined;
}

/** 0..PARTS-1, evenly: FNV-1a over UTF-16 code units, then the finish of MurmurHash3, since FNV's high bits are poor for short texts. */
function partOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return ((hash ^ (hash >>> 16)) >>> 0) % PARTS;
}
