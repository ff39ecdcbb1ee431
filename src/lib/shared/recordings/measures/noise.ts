/* eslint-disable @typescript-eslint/no-non-null-assertion -- a byte is below 256 */
// What lies under the playing: the level that each band does not fall below for long. In playing without a gap this is an upper bound:
// tones that never stop are taken for noise, which is why the estimate only warns and weakens, and is not taken from anything twice.
import { decibels, power } from '../signal/exact-math.ts';
import { levelOf } from '../take/bands.ts';
import type { Take } from '../take/take.ts';

const LOW_SHARE = 0.03;

/** Power of the floor of each band. */
export function noiseFloor(take: Take, from: number, to: number): Float64Array {
	const { bandCount } = take;
	const floor = new Float64Array(bandCount);
	const counts = new Uint32Array(256);
	for (let band = 0; band < bandCount; band++) {
		counts.fill(0);
		for (let frame = from; frame < to; frame++) counts[take.bands[frame * bandCount + band] ?? 0]! += 1;
		const wanted = Math.floor((to - from) * LOW_SHARE);
		let [byte, seen] = [0, counts[0] ?? 0];
		while (seen <= wanted && byte < 255) seen += counts[++byte] ?? 0;
		floor[band] = powerOf(byte);
	}
	return floor;
}

const POWERS = Float64Array.from({ length: 256 }, (_, byte) => power(10, levelOf(byte) / 10));

/** The power that a byte of level stands for. */
export const powerOf = (byte: number): number => POWERS[byte] ?? 0;

/** Decibels from the floor up to the mean of what sounds, over all bands. */
export function signalToNoise(take: Take, floor: Float64Array, from: number, to: number): number {
	const { bandCount } = take;
	let [signal, noise] = [0, 0];
	for (const value of floor) noise += value;
	for (let at = from * bandCount; at < to * bandCount; at++) signal += powerOf(take.bands[at] ?? 0);
	return decibels(signal / Math.max(1, to - from) / Math.max(1e-14, noise), -20);
}
