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

	it.each([
		['VOICE_TRANSCRIBERS', 'flux,nova-3,scripted', 'flux and nova-3'],
		['VOICE_SPEAKERS', 'aura-2', 'aura-2']
	])('%s=%s is refused without the binding AI, and told what to take out', (setting, value, named) => {
		expect(() => parseSettings({ [setting]: value })).toThrow(
			new RegExp(`${setting}: ${named} needs the binding AI.*wrangler\\.toml.*take it out of ${setting}`)
		);
		expect(parseSettings({ [setting]: value, AI: {} })).toMatchObject({ [setting]: value.split(',') });
	});

	it('names every one that is missing at once', () => {
		expect(() => parseSettings({ ANSWER_PROVIDER: 'workers-ai', VECTOR_PROVIDER: 'vectorize' })).toThrow(
			/ANSWER_PROVIDER.*VECTOR_PROVIDER/
		);
	});
});

describe('who listens and who speaks', () => {
	it('is nobody on the server when nothing is said', () => {
		expect(parseSettings({})).toMatchObject({ VOICE_TRANSCRIBERS: [], VOICE_SPEAKERS: [] });
	});

	it('stands in the order given, once each', () => {
		const AI = {};
		expect(
			parseSettings({ VOICE_TRANSCRIBERS: 'nova-3, flux,nova-3', VOICE_SPEAKERS: 'scripted', AI })
		).toMatchObject({ VOICE_TRANSCRIBERS: ['nova-3', 'flux'], VOICE_SPEAKERS: ['scripted'] });
		expect(() => parseSettings({ VOICE_TRANSCRIBERS: 'siri' })).toThrow(/VOICE_TRANSCRIBERS/);
	});

	it('needs its key, or its address', () => {
		expect(() => parseSettings({ VOICE_TRANSCRIBERS: 'deepgram' })).toThrow(/DEEPGRAM_API_KEY: needed/);
		expect(() => parseSettings({ VOICE_SPEAKERS: 'openai-compatible' })).toThrow(
			/VOICE_SPEECH_BASE_URL: needed/
		);
		const OPENAI_BASE_URL = 'http://localhost:11434/v1';
		parseSettings({ VOICE_SPEAKERS: 'openai-compatible', OPENAI_BASE_URL });
		parseSettings({ VOICE_TRANSCRIBERS: 'deepgram', DEEPGRAM_API_KEY: 'a' });
	});
});
