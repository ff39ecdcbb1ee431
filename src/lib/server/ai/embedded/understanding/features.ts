// A message as a sparse vector: hashed words, pairs of words, the letters within words, ideas and their pairs, what is named, and its shape.
// Linear in the length of the text, and only its beginning is read.
import { conceptsIn } from './concepts.ts';

/** Buckets of the hash. Fewer collide, more cost bytes: what cross-validation could tell no difference from twice as many. */
export const BUCKETS = 3072;
const MAX_READ = 600;

/** Weight of each kind of feature; each kind is scaled to the same length first, so that long messages count no more than short ones. */
export const KIND_WEIGHTS = { word: 1, pair: 0.6, letters: 0.9, idea: 2.4, shape: 0.6 } as const;
type Kind = keyof typeof KIND_WEIGHTS;

/** Ideas one of which a message to a music school nearly always has; those of mere politeness are not among them. */
const OF_THE_SCHOOL = new Set(
	`ticket human office speak price pay lesson book event cancel move absent fault device recording account data theory teach school
	named_ticket named_instrument named_composer named_piece named_role`
		.split(/\s+/u)
		.map((idea) => idea.replace('_', ' '))
);

export type SparseVector = Map<number, number>;

/** Lower case without accents; digits are alike, and everything else that is no letter is a space. */
export function fold(text: string): string {
	return text
		.slice(0, MAX_READ)
		.toLowerCase()
		.replaceAll('ß', 'ss')
		.normalize('NFKD')
		.replace(/\p{M}+/gu, '')
		.replace(/\d+/gu, '0')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
}

/** `named`: the kinds of the entities of the message. */
export function readFeatures(text: string, named: readonly string[]): SparseVector {
	const folded = fold(text);
	const words = folded === '' ? [] : folded.split(' ');
	const ideas = [...new Set([...conceptsIn(folded), ...named.map((kind) => `named ${kind}`)])];
	if (!ideas.some((idea) => OF_THE_SCHOOL.has(idea))) ideas.push('nothing of a school');
	const vector: SparseVector = new Map();
	add(vector, 'word', words);
	add(
		vector,
		'pair',
		[...words, '$'].map((word, at) => `${words[at - 1] ?? '^'} ${word}`)
	);
	add(vector, 'letters', words.flatMap(lettersOf));
	add(vector, 'idea', [
		...ideas,
		...ideas.flatMap((one, at) => ideas.slice(at + 1).map((other) => `${one}+${other}`))
	]);
	add(vector, 'shape', shapeOf(text, words));
	return vector;
}

function lettersOf(word: string): string[] {
	const framed = ` ${word} `;
	const found: string[] = [];
	for (const length of [3, 4, 5])
		for (let at = 0; at + length <= framed.length; at++) found.push(framed.slice(at, at + length));
	return found;
}

function shapeOf(text: string, words: string[]): string[] {
	const shape = [`length ${Math.min(5, Math.ceil(Math.log2(words.length + 1)))}`];
	if (/[?¿]/u.test(text)) shape.push('asks');
	if (/!{2,}/u.test(text)) shape.push('shouts');
	if (/\p{Extended_Pictographic}/u.test(text)) shape.push('picture');
	if (!/\p{L}/u.test(text)) shape.push('no letter');
	return shape;
}

function add(vector: SparseVector, kind: Kind, names: string[]): void {
	const distinct = new Set(names);
	const value = KIND_WEIGHTS[kind] / Math.sqrt(Math.max(1, distinct.size));
	for (const name of distinct) {
		const bucket = hash(`${kind}:${name}`) % BUCKETS;
		vector.set(bucket, (vector.get(bucket) ?? 0) + value);
	}
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
	return (value ^ (value >>> 15)) >>> 0;
}
