// What a tool told besides passages (a ticket, a measurement), as text that a sentence can be held against: names of fields as words, values
// as they are. Bounded, whatever a tool returns.
const MOST_CHARACTERS = 20_000;
const MOST_LEVELS = 8;

export function toldFacts(data: unknown): string {
	const lines: string[] = [];
	let left = MOST_CHARACTERS;
	const add = (text: string) => {
		if (left <= 0) return;
		lines.push(text.slice(0, left));
		left -= text.length + 1;
	};
	const visit = (value: unknown, name: string, level: number): void => {
		if (left <= 0 || value === null || value === undefined || level > MOST_LEVELS) return;
		if (typeof value === 'object') {
			for (const [key, inner] of Object.entries(value))
				visit(inner, Array.isArray(value) ? name : wordsOf(key), level + 1);
			return;
		}
		if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return;
		add(`${name} ${String(value)}`.trim());
	};
	visit(data, '', 0);
	return lines.join('\n');
}

/** dueAt → due at */
const wordsOf = (key: string): string => key.replace(/(?<=\p{Ll})(?=\p{Lu})|[_-]/gu, ' ').toLowerCase();
