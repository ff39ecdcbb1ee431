// What a setting names and the environment does not bind.

const NEEDS = [
	{ setting: 'ANSWER_PROVIDER', value: 'workers-ai', binding: 'AI', table: '[ai]' },
	{ setting: 'ANSWER_FALLBACKS', value: 'workers-ai', binding: 'AI', table: '[ai]' },
	{ setting: 'EMBEDDING_PROVIDER', value: 'workers-ai', binding: 'AI', table: '[ai]' },
	{ setting: 'RERANKING_PROVIDER', value: 'workers-ai', binding: 'AI', table: '[ai]' },
	{ setting: 'VECTOR_PROVIDER', value: 'vectorize', binding: 'VECTORIZE', table: '[[vectorize]]' }
] as const;

type Choices = Readonly<Record<(typeof NEEDS)[number]['setting'], string | readonly string[]>>;

export function missingBindings(settings: Choices, environment: Record<string, unknown>): string[] {
	return NEEDS.filter(
		({ setting, value, binding }) => [settings[setting]].flat().includes(value) && !environment[binding]
	).map(({ setting, value, binding, table }) => {
		const without = Array.isArray(settings[setting])
			? `take it out of ${setting}`
			: `set ${setting} to embedded`;
		return `${setting}: ${value} needs the binding ${binding}, which is not there: add ${table} with binding = "${binding}" to wrangler.toml and worker/wrangler.toml for this environment, or ${without}`;
	});
}
