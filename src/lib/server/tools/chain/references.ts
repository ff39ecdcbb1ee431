// References of a step's input to what earlier steps gave: "$analysis.recording.id" as a whole value, {{analysis.statements}} within a text.
// What names no step is plain text, so that "$5" stays what it is.
import { AppError } from '#lib/shared/errors.ts';

const WHOLE = /^\$([a-z][a-z0-9_]*)((?:\.\w+)+)$/u;
const WITHIN = /\{\{\s*([a-z][a-z0-9_]*)((?:\.\w+)+)\s*\}\}/gu;

/** Each as the step and the path. */
export function referencesIn(input: unknown): [step: string, path: string[]][] {
	if (typeof input === 'string') {
		const whole = WHOLE.exec(input);
		return [...(whole === null ? [] : [whole]), ...input.matchAll(WITHIN)].map((match) => [
			match[1] ?? '',
			pathOf(match[2])
		]);
	}
	if (typeof input !== 'object' || input === null) return [];
	return Object.values(input).flatMap(referencesIn);
}

/** The input with the data in place of the references. `data`: of each step that is done. Throws where there is nothing. */
export function resolveReferences(input: unknown, data: ReadonlyMap<string, unknown>): unknown {
	if (typeof input === 'string') {
		const [, step = '', path = ''] = WHOLE.exec(input) ?? [];
		if (data.has(step)) return valueAt(data, step, pathOf(path));
		return input.replace(WITHIN, (written, of: string, at: string) =>
			data.has(of) ? wordsOf(valueAt(data, of, pathOf(at))) : written
		);
	}
	if (Array.isArray(input)) return input.map((item) => resolveReferences(item, data));
	if (typeof input !== 'object' || input === null) return input;
	return Object.fromEntries(
		Object.entries(input).map(([name, value]) => [name, resolveReferences(value, data)])
	);
}

const pathOf = (path = ''): string[] => path.split('.').filter((name) => name !== '');

function valueAt(data: ReadonlyMap<string, unknown>, step: string, path: string[]): unknown {
	let value = data.get(step);
	for (const name of path)
		value =
			typeof value === 'object' && value !== null && Object.hasOwn(value, name)
				? (value as Record<string, unknown>)[name]
				: undefined;
	const isNothing =
		value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
	if (isNothing) throw new AppError('conflict', 'An earlier step found nothing to go on with.');
	return value;
}

/** As a person would read it: lists as lines, what has words of its own by those. */
function wordsOf(value: unknown): string {
	if (Array.isArray(value)) return value.map((item) => `- ${wordsOf(item)}`).join('\n');
	if (typeof value !== 'object' || value === null) return String(value);
	const { text } = value as { text?: unknown };
	return typeof text === 'string' ? text : JSON.stringify(value);
}
