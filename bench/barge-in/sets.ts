// What is tuned on and what is reported on never meet: phrases, voices and seeds belong to one of two sets by a hash of what they are.
import { createRandom } from '../../src/lib/shared/seeded-random.ts';
import type { Voice } from './formant-voice.ts';

export type SetName = 'development' | 'held-out';

/** FNV-1a, 32 bits, stirred once more: its low bits alone are poor. */
export function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
	value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) >>> 0;
	return (value ^ (value >>> 13)) >>> 0;
}

export const setOf = (text: string): SetName => (hash(text) % 2 === 0 ? 'development' : 'held-out');

export const ofSet = (set: SetName, texts: readonly string[]) => texts.filter((text) => setOf(text) === set);

/** Of one seed, another for every set and part: two sets never draw the same numbers. */
export const seedFor = (set: SetName, seed: number, part = '') => hash(`${set} ${seed} ${part}`);

const VOICES = 60;

/** Men, women and children, breathy and clear, slow and fast, some that begin softly. */
export function voicesOf(set: SetName): Voice[] {
	return Array.from({ length: VOICES }, (_, i) => `voice ${i}`)
		.filter((id) => setOf(id) === set)
		.map((id) => {
			const random = createRandom(hash(`${id} itself`));
			const height = random();
			return {
				id,
				pitch: 85 * 3 ** height * (0.9 + 0.2 * random()),
				melody: 0.1 + 0.4 * random(),
				tract: 1 + 0.28 * height,
				breath: 0.05 + 0.5 * random() ** 2,
				speed: 0.75 + 0.65 * random(),
				attackMs: 4 + 36 * random() ** 2
			};
		});
}
