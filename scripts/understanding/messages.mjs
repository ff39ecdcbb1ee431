// The labelled messages, in two parts by the hash of their text: which part a message is in follows from its words alone.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ text: string, intent: import('../../src/lib/shared/conversation/intents.ts').Intent, sentiment: -1 | 0 | 1,
 *   language: string, entities: { kind: string, text: string }[] }} LabelledMessage
 */

/** Of 256 equally likely first bytes, those whose remainder by 10 is under 3: 78 of 256, three tenths. */
export function isHeldOut(/** @type {string} */ text) {
	return (createHash('sha256').update(text).digest()[0] ?? 0) % 10 < 3;
}

export function readMessages() {
	const lines = readFileSync(new URL('messages.jsonl', import.meta.url), 'utf8').split('\n');
	/** @type {LabelledMessage[]} */
	const all = lines.filter((line) => line !== '').map((line) => JSON.parse(line));
	return {
		development: all.filter(({ text }) => !isHeldOut(text)),
		heldOut: all.filter(({ text }) => isHeldOut(text))
	};
}
