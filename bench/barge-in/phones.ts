// Letters to sounds, roughly: enough that words differ as words do in length, syllables and kinds of sound. Nobody is to understand it.

export type Phone =
	| { kind: 'vowel'; formants: readonly [number, number, number]; ms: number }
	/** Voiced, quieter than a vowel: m, n, l, r, w. */
	| { kind: 'sonorant'; formants: readonly [number, number, number]; ms: number; level: number }
	/** Noise around `hz`; `isVoiced`: with the voice below it. */
	| { kind: 'fricative'; hz: number; width: number; ms: number; level: number; isVoiced: boolean }
	/** Silence and then a burst. */
	| { kind: 'stop'; hz: number; isVoiced: boolean; ms: number };

const vowel = (a: number, b: number, c: number, ms: number): Phone => ({
	kind: 'vowel',
	formants: [a, b, c],
	ms
});
const sonorant = (a: number, b: number, c: number, level: number): Phone => ({
	kind: 'sonorant',
	formants: [a, b, c],
	ms: 65,
	level
});
const fricative = (hz: number, width: number, level: number, isVoiced = false): Phone => ({
	kind: 'fricative',
	hz,
	width,
	ms: isVoiced ? 70 : 95,
	level,
	isVoiced
});
const stop = (hz: number, isVoiced: boolean): Phone => ({
	kind: 'stop',
	hz,
	isVoiced,
	ms: isVoiced ? 65 : 85
});

/** Formants after Peterson and Barney (1952), levels and lengths after Klatt (1980), rounded. */
const PHONES: Record<string, Phone[]> = {
	a: [vowel(730, 1_090, 2_440, 115)],
	e: [vowel(530, 1_840, 2_480, 95)],
	i: [vowel(390, 1_990, 2_550, 85)],
	o: [vowel(570, 840, 2_410, 110)],
	u: [vowel(640, 1_190, 2_390, 90)],
	y: [vowel(270, 2_290, 3_010, 90)],
	ee: [vowel(270, 2_290, 3_010, 130)],
	ea: [vowel(270, 2_290, 3_010, 125)],
	oo: [vowel(300, 870, 2_240, 125)],
	ou: [vowel(730, 1_090, 2_440, 80), vowel(440, 1_020, 2_240, 70)],
	ow: [vowel(570, 840, 2_410, 75), vowel(300, 870, 2_240, 70)],
	ai: [vowel(530, 1_840, 2_480, 75), vowel(270, 2_290, 3_010, 65)],
	ay: [vowel(530, 1_840, 2_480, 75), vowel(270, 2_290, 3_010, 65)],
	igh: [vowel(730, 1_090, 2_440, 85), vowel(390, 1_990, 2_550, 65)],
	m: [sonorant(250, 1_000, 2_200, 0.45)],
	n: [sonorant(250, 1_450, 2_400, 0.45)],
	l: [sonorant(360, 1_050, 2_800, 0.5)],
	r: [sonorant(330, 1_060, 1_400, 0.5)],
	w: [sonorant(290, 640, 2_200, 0.45)],
	wh: [sonorant(290, 640, 2_200, 0.45)],
	h: [fricative(1_500, 1_500, 0.16)],
	s: [fricative(5_600, 1_800, 0.22)],
	c: [stop(1_800, false)],
	z: [fricative(5_200, 1_800, 0.16, true)],
	f: [fricative(4_500, 3_000, 0.15)],
	v: [fricative(4_000, 3_000, 0.12, true)],
	th: [fricative(5_000, 3_500, 0.12)],
	sh: [fricative(2_900, 1_200, 0.26)],
	ch: [stop(3_000, false), fricative(2_900, 1_200, 0.22)],
	j: [stop(3_000, true), fricative(2_900, 1_200, 0.12, true)],
	x: [stop(1_800, false), fricative(5_600, 1_800, 0.2)],
	p: [stop(900, false)],
	t: [stop(3_600, false)],
	k: [stop(1_900, false)],
	q: [stop(1_900, false), sonorant(290, 640, 2_200, 0.4)],
	b: [stop(800, true)],
	d: [stop(3_000, true)],
	g: [stop(1_800, true)]
};

const LONGEST = 3;

/** Of one word. A final e is silent where the word has another vowel. */
export function phonesOf(word: string): Phone[] {
	let letters = word.toLowerCase().replace(/[^a-z]/g, '');
	if (letters.length > 2 && letters.endsWith('e') && /[aiouy]/.test(letters.slice(0, -1)))
		letters = letters.slice(0, -1);
	const phones: Phone[] = [];
	for (let at = 0; at < letters.length;) {
		let length = LONGEST;
		while (length > 1 && !Object.hasOwn(PHONES, letters.slice(at, at + length))) length--;
		phones.push(...(PHONES[letters.slice(at, at + length)] ?? []));
		// A doubled letter is one sound.
		const last = letters[at + length - 1];
		at += length;
		while (at < letters.length && letters[at] === last) at++;
	}
	return phones;
}
