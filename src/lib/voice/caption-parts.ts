// A caption in two: what was heard, and the rest. Never in the middle of a word, nor of a character outside the basic plane.
import type { Caption } from './call-face.ts';

export function parted({ who, text, heardChars }: Pick<Caption, 'who' | 'text' | 'heardChars'>): {
	heard: string;
	rest: string;
} {
	if (who === 'me' || heardChars >= text.length) return { heard: text, rest: '' };
	let end = Math.max(0, heardChars);
	while (end > 0 && end < text.length && !/\s/.test(text[end] ?? '')) end++;
	return { heard: text.slice(0, end), rest: text.slice(end) };
}
