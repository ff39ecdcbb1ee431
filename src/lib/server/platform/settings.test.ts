import { describe, expect, it } from 'vitest';
import { parseSettings } from './settings.ts';

describe('the providers a deployment chooses', () => {
	it('are the embedded ones when nothing is said', () => {
		expect(parseSettings({})).toMatchObject({
			ANSWER_PROVIDER: 'embedded',
			EMBEDDING_PROVIDER: 'embedded',
			RERANKING_PROVIDER: 'embedded',
			VECTOR_PROVIDER: 'embedded'
		});
	});

	it.each([
		['ANSWER_PROVIDER', 'workers-ai', 'AI'],
		['EMBEDDING_PROVIDER', 'workers-ai', 'AI'],
		['RERANKING_PROVIDER', 'workers-ai', 'AI'],
		['VECTOR_PROVIDER', 'vectorize', 'VECTORIZE']
	])('%s=%s is refused without the binding %s, and told where to add it', (setting, value, binding) => {
		expect(() => parseSettings({ [setting]: value })).toThrow(
			new RegExp(`${setting}: ${value} needs the binding ${binding}.*wrangler\\.toml.*to embedded`)
		);
		expect(parseSettings({ [setting]: value, [binding]: {} })).toMatchObject({ [setting]: value });
	});

	it('names every one that is missing at once', () => {
		expect(() => parseSettings({ ANSWER_PROVIDER: 'workers-ai', VECTOR_PROVIDER: 'vectorize' })).toThrow(
			/ANSWER_PROVIDER.*VECTOR_PROVIDER/
		);
	});
});
