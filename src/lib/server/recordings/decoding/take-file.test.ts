import { describe, expect, it } from 'vitest';
import { fileOf, melody, play, wav } from '../fixtures/playing.ts';
import { analyseTake } from '../analyse-file.ts';
import { readTake } from './read-take.ts';
import { packTake, unpackTake } from './take-file.ts';

const read = await readTake(fileOf(wav(play(melody(8), 8))));

describe('a take that was kept between two steps', () => {
	it('comes back as it was, and is measured alike', () => {
		const packed = packTake(read);
		expect(unpackTake(packed)).toEqual(read);
		expect(JSON.stringify(analyseTake(unpackTake(packed)!))).toBe(JSON.stringify(analyseTake(read)));
		expect(packTake(unpackTake(packed)!)).toEqual(packed);
	});

	it('comes back from wherever in a buffer it lies', () => {
		const packed = packTake(read);
		const larger = new Uint8Array(packed.length + 3);
		larger.set(packed, 3);
		expect(unpackTake(larger.subarray(3))).toEqual(read);
	});

	it('is read again when it is not whole, or another version wrote it', () => {
		const packed = packTake(read);
		expect(unpackTake(new Uint8Array(0))).toBeNull();
		expect(unpackTake(packed.subarray(0, packed.length - 1))).toBeNull();
		expect(unpackTake(packed.subarray(0, 100))).toBeNull();
		const other = packed.slice();
		other.set(new TextEncoder().encode('"version":0'), new TextDecoder().decode(packed).indexOf('"version"'));
		expect(unpackTake(other)).toBeNull();
	});
});
