// Logarithm, exponential and sine by additions, multiplications and divisions alone. IEEE 754 fixes every bit of those, while engines
// differ in the last bits of Math.log, Math.exp and Math.sin: with these, the same samples give the same analysis in Node, workerd and
// every browser. Accurate to about 1e-15; not meant for numbers outside the ranges stated.

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const float = new Float64Array(1);
const word = new Int32Array(float.buffer);
/** Which half of a double holds its exponent on this machine. */
const HIGH = ((): 0 | 1 => {
	float[0] = 1;
	return word[1] === 0 ? 0 : 1;
})();

/** Natural logarithm of a normal positive number; -Infinity for what is zero, below it or subnormal. */
export function ln(value: number): number {
	if (!(value >= 2.2250738585072014e-308)) return -Infinity;
	float[0] = value;
	const high = word[HIGH] ?? 0;
	let exponent = (high >>> 20) - 1023;
	word[HIGH] = (high & 0x000fffff) | 0x3ff00000;
	let mantissa = float[0];
	if (mantissa > 1.4142135623730951) {
		mantissa /= 2;
		exponent += 1;
	}
	// ln m = 2 artanh((m - 1) / (m + 1)); |s| <= 0.172, so s^23 is below the last bit.
	const s = (mantissa - 1) / (mantissa + 1);
	const q = s * s;
	let sum = 1 / 21;
	// Written out: the engine divides once, not for every number.
	sum = sum * q + 1 / 19;
	sum = sum * q + 1 / 17;
	sum = sum * q + 1 / 15;
	sum = sum * q + 1 / 13;
	sum = sum * q + 1 / 11;
	sum = sum * q + 1 / 9;
	sum = sum * q + 1 / 7;
	sum = sum * q + 1 / 5;
	sum = sum * q + 1 / 3;
	sum = sum * q + 1;
	return exponent * LN2_HIGH + (2 * s * sum + exponent * LN2_LOW);
}

/** e to the power of `value`, for -700..700; 0 below and Infinity above. */
export function exp(value: number): number {
	if (!(value > -700)) return 0;
	if (value > 700) return Infinity;
	const exponent = Math.floor(value / Math.LN2 + 0.5);
	const rest = value - exponent * LN2_HIGH - exponent * LN2_LOW;
	let sum = 1;
	for (let term = 16; term >= 1; term -= 1) sum = 1 + (sum * rest) / term;
	word[HIGH] = (exponent + 1023) << 20;
	word[1 - HIGH] = 0;
	return sum * (float[0] ?? 0);
}

/** `base` (positive) to any power. */
export const power = (base: number, exponent: number): number => exp(exponent * ln(base));

/** Decibels of a power; `floor` for what is at or below it. */
export function decibels(value: number, floor: number): number {
	const level = value > 0 ? 4.342944819032518 * ln(value) : -Infinity;
	return level > floor ? level : floor;
}

/** Cosine of an angle in turns (1 is the whole circle). */
export const cosineOfTurns = (turns: number): number => sineOfTurns(turns + 0.25);

/** Sine of an angle in turns (1 is the whole circle). */
export function sineOfTurns(turns: number): number {
	let rest = turns - Math.floor(turns);
	const sign = rest >= 0.5 ? -1 : 1;
	if (rest >= 0.5) rest -= 0.5;
	if (rest > 0.25) rest = 0.5 - rest;
	const angle = rest * 2 * Math.PI;
	// Below an eighth of a turn the sine's own series, above it the cosine of what is left to a quarter.
	return sign * (rest <= 0.125 ? sineSeries(angle) : cosineSeries((0.25 - rest) * 2 * Math.PI));
}

function sineSeries(angle: number): number {
	const square = angle * angle;
	let sum = 1;
	for (let term = 18; term >= 2; term -= 2) sum = 1 - (sum * square) / (term * (term + 1));
	return angle * sum;
}

function cosineSeries(angle: number): number {
	const square = angle * angle;
	let sum = 1;
	for (let term = 17; term >= 1; term -= 2) sum = 1 - (sum * square) / (term * (term + 1));
	return sum;
}
