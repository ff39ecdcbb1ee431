// Deepgram's /v1/speak, and Aura on Workers AI: text messages tell what the sound between them belonged to. Each piece is one Flush, so the
// sound up to the n-th Flushed is that of the n-th piece.
// https://developers.deepgram.com/reference/text-to-speech/speak-streaming
import { z } from 'zod';

const Message = z.object({
	type: z.enum(['Metadata', 'Flushed', 'Cleared', 'Warning', 'Error']),
	sequence_id: z.number().optional()
});

export type SpeakNews = 'flushed' | 'warned' | 'nothing';

export interface SpeakReader {
	/** Throws an Error for one that says the provider gives up. `undefined`: not one of this protocol. */
	read(text: string): SpeakNews | undefined;
}

export function createSpeakReader(): SpeakReader {
	let lastFlush = -1;
	return {
		read(text) {
			const message = Message.safeParse(parse(text));
			if (!message.success) return undefined;
			const { type, sequence_id: sequence } = message.data;
			if (type === 'Error') throw new Error('the provider gave up');
			if (type === 'Warning') return 'warned';
			if (type !== 'Flushed') return 'nothing';
			// Twice the same is told once.
			if (sequence !== undefined && sequence <= lastFlush) return 'nothing';
			lastFlush = sequence ?? lastFlush;
			return 'flushed';
		}
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
