// Who listens and who speaks in a call. Nobody on the server is normal: then the browser does it, or the person types and reads.
import { z } from 'zod';
import { commaList, need, safeAddress, type Read } from './forms.ts';
import type { modelSettings } from './models.ts';

const TRANSCRIBERS = ['flux', 'nova-3', 'whisper', 'deepgram', 'scripted'] as const;
const SPEAKERS = ['aura-2', 'aura-1', 'openai-compatible', 'scripted'] as const;

const once = <Name extends string>(names: readonly Name[]) => [...new Set(names)];
const word = (usual: string) =>
	z
		.string()
		.regex(/^[\w./:-]{1,120}$/, 'a name without spaces')
		.default(usual);

export const voiceSettings = {
	/**
	 * Who turns speech into text, comma-separated, the best first: flux, nova-3 and whisper are models of Workers AI, deepgram is Deepgram
	 * itself. `scripted` hears the tones of the scripted speaker and nothing else: for tests and benches only.
	 */
	VOICE_TRANSCRIBERS: commaList
		.pipe(z.array(z.enum(TRANSCRIBERS)))
		.transform(once)
		.default([]),
	/** Who turns text into speech, likewise. `scripted` sends each letter as tones: for tests and benches only. */
	VOICE_SPEAKERS: commaList
		.pipe(z.array(z.enum(SPEAKERS)))
		.transform(once)
		.default([]),
	/** The voice of aura-2 and aura-1; both know this one. */
	VOICE_AURA_VOICE: word('asteria'),
	/** The server of `openai-compatible`, asked at /audio/speech. Left out: OPENAI_BASE_URL and its key. */
	VOICE_SPEECH_BASE_URL: safeAddress.optional(),
	/** A secret. */
	VOICE_SPEECH_API_KEY: z.string().min(1).max(500).optional(),
	VOICE_SPEECH_MODEL: word('gpt-4o-mini-tts'),
	VOICE_SPEECH_VOICE: word('alloy'),
	/** A secret. */
	DEEPGRAM_API_KEY: z.string().min(1).max(500).optional(),
	/** Where Deepgram is asked; within Europe https://api.eu.deepgram.com */
	DEEPGRAM_URL: safeAddress.default('https://api.deepgram.com'),
	/** A model of its /v2/listen when it begins with `flux-`, otherwise of /v1/listen. */
	DEEPGRAM_MODEL: word('flux-general-en')
};

export function checkVoice(
	settings: Read<typeof voiceSettings> & Pick<Read<typeof modelSettings>, 'OPENAI_BASE_URL'>,
	context: z.RefinementCtx
): void {
	if (settings.VOICE_TRANSCRIBERS.includes('deepgram'))
		need(context, settings, ['DEEPGRAM_API_KEY'], 'needed where deepgram is among VOICE_TRANSCRIBERS');
	if (settings.VOICE_SPEAKERS.includes('openai-compatible') && settings.OPENAI_BASE_URL === undefined)
		need(
			context,
			settings,
			['VOICE_SPEECH_BASE_URL'],
			'needed where openai-compatible is among VOICE_SPEAKERS and OPENAI_BASE_URL is not set'
		);
}
