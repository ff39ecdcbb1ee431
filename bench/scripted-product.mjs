// The product with a model that says a script, at a pace: every longer gap in its stream is somebody else's doing.
import { startProduct, UNLIMITED } from './product.mjs';
import { startScriptedModel } from './scripted-model.mjs';

/**
 * @param {{port: number, state: string, deltas: number, msPerDelta: number, settings?: Record<string, string>}} options
 * @returns {Promise<{url: string, key: string, modelUrl: string, stop: () => Promise<void>}>}
 */
export async function startScriptedProduct({ port, state, deltas, msPerDelta, settings = {} }) {
	const words = Array.from({ length: deltas }, (_, at) => `word${at} `);
	const model = await startScriptedModel({ deltas: words, msPerDelta });
	const { url, key, stop } = await startProduct({
		port,
		state,
		settings: {
			...UNLIMITED,
			ANSWER_PROVIDER: 'openai-compatible',
			OPENAI_BASE_URL: model.url,
			OPENAI_MODEL: 'scripted',
			...settings
		}
	});
	return {
		url,
		key,
		modelUrl: model.url,
		stop: async () => {
			await stop();
			await model.close();
		}
	};
}
