// Choosing by chance, repeatably.
export interface Chance {
	(): number;
}

export function pick<T>(chance: Chance, list: readonly T[]): T | undefined {
	return list[Math.floor(chance() * list.length)];
}

export function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}

/** A word in the case of the one it stands for. */
export function inCaseOf(model: string, word: string): string {
	return /^\p{Lu}/u.test(model) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

export function lowerFirst(text: string): string {
	return /^(?:I\b|\p{Lu}{2}|\p{Lu}\b)/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

export function upperFirst(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
