import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createEmbeddedEmbedder, embedText, EMBEDDER_DIMENSIONS, EMBEDDER_MODEL_ID } from './embedder.ts';

// Generous, for a machine that does much else: what is quadratic takes minutes.
vi.setConfig({ testTimeout: 60_000 });

const cosine = (a: string, b: string) => {
	const [left, right] = [embedText(a), embedText(b)];
	return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
};

describe('embedText', () => {
	it('gives a unit vector of 768 dimensions for any text with a word, and zeros for none', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				const vector = embedText(text);
				const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
				expect(vector).toHaveLength(EMBEDDER_DIMENSIONS);
				expect(length === 0 || Math.abs(length - 1) < 1e-4).toBe(true);
			})
		);
		expect(embedText('… !')).toEqual(new Float32Array(EMBEDDER_DIMENSIONS));
	});

	it('brings misspellings, other forms and synonyms nearer than other subjects', () => {
		const other = cosine('hire a cello', 'the dominant seventh chord resolves');
		expect(cosine('hire a cello', 'celo hire')).toBeGreaterThan(other + 0.2);
		expect(cosine('hire a cello', 'hiring cellos')).toBeGreaterThan(0.5);
		expect(cosine('hire a cello', 'rent a cello')).toBeGreaterThan(cosine('hire a cello', 'clean a cello'));
	});

	it('gives the vectors its model id stands for', () => {
		// When this fails, stored vectors no longer match new ones: change EMBEDDER_MODEL_ID together with the sample.
		const vector = embedText('How much does a cello lesson cost for a child?');
		const sample = [...vector.entries()]
			.sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
			.slice(0, 4)
			.map(([at, value]) => `${at}:${value.toFixed(3)}`);
		expect({ model: EMBEDDER_MODEL_ID, sample }).toMatchInlineSnapshot(`
			{
			  "model": "segue-lexical-768-v1",
			  "sample": [
			    "104:-0.384",
			    "216:0.384",
			    "244:0.384",
			    "692:-0.384",
			  ],
			}
		`);
	});
});

describe('createEmbeddedEmbedder', () => {
	it('embeds values in order and stops when it is told to', async () => {
		const embedder = createEmbeddedEmbedder();
		const { embeddings } = await embedder.doEmbed({ values: ['piano', 'violin'] });
		expect(embeddings).toEqual([[...embedText('piano')], [...embedText('violin')]]);
		expect(() => embedder.doEmbed({ values: ['x'], abortSignal: AbortSignal.abort() })).toThrow();
	});
});
