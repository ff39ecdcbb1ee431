import { describe, expect, it } from 'vitest';
import { searchProviderVars } from './provider.mjs';

describe('whose models an evaluation of searches asks', () => {
	it('is this repository by itself, whatever the environment holds', () => {
		expect(searchProviderVars('embedded', { OPENAI_API_KEY: 'k', OPENAI_EMBEDDING_MODEL: 'm' })).toEqual({
			EVAL_PROVIDER: 'embedded'
		});
	});

	it('says what is missing before anything is asked', () => {
		expect(() => searchProviderVars('openai-compatible', {})).toThrow(
			'--provider openai-compatible needs OPENAI_EMBEDDING_MODEL and OPENAI_BASE_URL in the environment.'
		);
		expect(() => searchProviderVars('workers-ai', { CLOUDFLARE_ACCOUNT_ID: 'a' })).toThrow(
			'--provider workers-ai needs CLOUDFLARE_API_TOKEN in the environment.'
		);
		const embedding = { OPENAI_EMBEDDING_MODEL: 'm', OPENAI_BASE_URL: 'http://localhost:1/v1' };
		expect(() =>
			searchProviderVars('openai-compatible', { ...embedding, RERANKING_URL: 'http://localhost:2' })
		).toThrow('needs RERANKING_MODEL');
		expect(() => searchProviderVars('openai', embedding)).toThrow('one of embedded,');
	});

	it('gives a key to no address but its own', () => {
		const environment = {
			OPENAI_EMBEDDING_MODEL: 'm',
			OPENAI_EMBEDDING_BASE_URL: 'http://localhost:1/v1',
			OPENAI_BASE_URL: 'http://localhost:2/v1',
			OPENAI_API_KEY: 'of the second'
		};
		expect(searchProviderVars('openai-compatible', environment)).toEqual({
			EVAL_PROVIDER: 'openai-compatible',
			OPENAI_EMBEDDING_MODEL: 'm',
			OPENAI_EMBEDDING_BASE_URL: 'http://localhost:1/v1'
		});
	});
});
