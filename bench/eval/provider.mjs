// Whose models embed and rerank in an evaluation of searches, from its command and the environment, as the vars of its Worker
// (search-models.ts reads them). The names are those of the product's own settings.

export const SEARCH_PROVIDERS = ['embedded', 'openai-compatible', 'workers-ai'];

/**
 * Throws an error whose message says what is missing.
 * @param {string} provider
 * @param {Record<string, string | undefined>} environment
 * @returns {Record<string, string>}
 */
export function searchProviderVars(provider, environment) {
	const take = (/** @type {string[]} */ ...names) =>
		Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
	const need = (/** @type {string[]} */ ...names) => {
		const missing = names.filter((name) => !environment[name]);
		if (missing.length > 0)
			throw new Error(`--provider ${provider} needs ${missing.join(' and ')} in the environment.`);
		return take(...names);
	};
	switch (provider) {
		case 'embedded':
			return { EVAL_PROVIDER: provider };
		case 'openai-compatible': {
			const own = environment['OPENAI_EMBEDDING_BASE_URL'];
			const isRanking = environment['RERANKING_URL'] || environment['RERANKING_MODEL'];
			return {
				EVAL_PROVIDER: provider,
				...need('OPENAI_EMBEDDING_MODEL', own ? 'OPENAI_EMBEDDING_BASE_URL' : 'OPENAI_BASE_URL'),
				// A key goes to the address it belongs to and to no other.
				...take(own ? 'OPENAI_EMBEDDING_API_KEY' : 'OPENAI_API_KEY', 'OPENAI_EMBEDDING_DIMENSIONS'),
				...(isRanking ? { ...need('RERANKING_URL', 'RERANKING_MODEL'), ...take('RERANKING_API_KEY') } : {})
			};
		}
		case 'workers-ai':
			return { EVAL_PROVIDER: provider, ...need('CLOUDFLARE_ACCOUNT_ID', 'CLOUDFLARE_API_TOKEN') };
		default:
			throw new Error(`--provider is one of ${SEARCH_PROVIDERS.join(', ')}; not ${provider}.`);
	}
}
