// What a setting names and the environment does not bind.

const AI = { binding: 'AI', table: '[ai]' } as const;

const NEEDS = [
	{ setting: 'ANSWER_PROVIDER', values: ['workers-ai'], ...AI },
	{ setting: 'ANSWER_FALLBACKS', values: ['workers-ai'], ...AI },
	{ setting: 'SPOKEN_ANSWER_PROVIDER', values: ['workers-ai'], ...AI },
	{ setting: 'EXTRACT_PROVIDER', values: ['workers-ai'], ...AI },
	{ setting: 'EXTRACT_FALLBACKS', values: ['workers-ai'], ...AI },
	{ setting: 'EMBEDDING_PROVIDER', values: ['workers-ai'], ...AI },
	{ setting: 'EMBEDDING_FALLBACKS', values: ['workers-ai'], ...AI },
	{ setting: 'RERANKING_PROVIDER', values: ['workers-ai'], ...AI },
	{ setting: 'RERANKING_FALLBACKS', values: ['workers-ai'], ...AI },
	{ setting: 'VOICE_TRANSCRIBERS', values: ['flux', 'nova-3', 'whisper'], ...AI },
	{ setting: 'VOICE_SPEAKERS', values: ['aura-2', 'aura-1'], ...AI },
	{ setting: 'VECTOR_PROVIDER', values: ['vectorize'], binding: 'VECTORIZE', table: '[[vectorize]]' }
] as const;

type Choices = Readonly<
	Partial<Record<(typeof NEEDS)[number]['setting'], string | readonly string[] | undefined>>
>;

export function missingBindings(settings: Choices, environment: Record<string, unknown>): string[] {
	return NEEDS.flatMap(({ setting, values, binding, table }) => {
		if (environment[binding]) return [];
		const given = settings[setting];
		const chosen = values.filter((value) => [given].flat().includes(value));
		if (chosen.length === 0) return [];
		const without = typeof given === 'string' ? `set ${setting} to embedded` : `take it out of ${setting}`;
		return `${setting}: ${chosen.join(' and ')} needs the binding ${binding}, which is not there: add ${table} with binding = "${binding}" to wrangler.toml and worker/wrangler.toml for this environment, or ${without}`;
	});
}
