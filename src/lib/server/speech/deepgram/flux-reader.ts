// Flux: Deepgram's /v2/listen, and @cf/deepgram/flux, which leaves out `type`. A turn is StartOfTurn, any number of Update, EagerEndOfTurn
// and TurnResumed, EndOfTurn; `transcript` is the whole turn each time. Guarantees one final a turn, whatever comes late, twice or never.
// https://developers.deepgram.com/reference/speech-to-text/listen-flux, https://developers.deepgram.com/docs/flux/state
import { z } from 'zod';
import type { TranscriptEvent } from '../ports.ts';
import { finalOf, seconds, type MessageReader } from './message-reader.ts';

const TurnInfo = z.object({
	type: z.literal('TurnInfo').optional(),
	event: z.enum(['Update', 'StartOfTurn', 'EagerEndOfTurn', 'TurnResumed', 'EndOfTurn']),
	sequence_id: z.number().optional(),
	turn_index: z.number().optional(),
	audio_window_start: z.number().optional(),
	transcript: z.string().default(''),
	/** Deepgram's own has times, Workers AI's has none. */
	words: z.array(z.object({ start: z.number().optional(), end: z.number().optional() })).default([])
});
const Other = z.object({ type: z.enum(['Connected', 'Error', 'ConfigureSuccess', 'ConfigureFailure']) });

export function createFluxReader(): MessageReader {
	let lastSequence = -1;
	let turn = -1;
	let text = '';
	let isInTurn = false;
	let isEager = false;
	/** So many words of this turn were made final before the provider did. */
	let settled = 0;
	/** The last turn that is over. */
	let ended = -1;

	function begin(index: number) {
		turn = index;
		text = '';
		settled = 0;
		isInTurn = false;
		isEager = false;
	}

	/** By words: the model still changes how it writes those before. */
	const rest = (transcript: string) => wordsOf(transcript).slice(settled).join(' ');

	function end(endedAtMs?: number): TranscriptEvent[] {
		const events = isInTurn || text !== '' ? finalOf(text, endedAtMs) : [];
		ended = Math.max(ended, turn);
		begin(turn);
		return events;
	}

	return {
		get isInTurn() {
			return isInTurn;
		},
		read(message) {
			const parsed = TurnInfo.safeParse(message);
			if (!parsed.success) {
				const other = Other.safeParse(message);
				if (other.success && other.data.type === 'Error') throw new Error('the provider gave up');
				return other.success ? [] : undefined;
			}
			const info = parsed.data;
			if (info.sequence_id !== undefined) {
				if (info.sequence_id <= lastSequence) return [];
				lastSequence = info.sequence_id;
			}
			const index = info.turn_index ?? (info.event === 'StartOfTurn' ? ended + 1 : Math.max(turn, ended + 1));
			if (index <= ended) return [];
			const events: TranscriptEvent[] = [];
			if (index !== turn) {
				// The end of the one before was lost on the way.
				if (turn >= 0) events.push(...end());
				begin(index);
			}
			const transcript = rest(info.transcript);
			const startedAt = seconds(info.words[0]?.start ?? info.audio_window_start);
			if (!isInTurn && (info.event === 'StartOfTurn' || transcript !== '')) {
				isInTurn = true;
				events.push({ type: 'speech-started', ...(startedAt === undefined ? {} : { mediaMs: startedAt }) });
			}
			if (isEager && info.event !== 'EndOfTurn' && info.event !== 'EagerEndOfTurn')
				if (info.event === 'TurnResumed' || transcript !== text) {
					isEager = false;
					events.push({ type: 'resumed' });
				}
			const isNews = transcript !== '' && transcript !== text;
			if (transcript !== '') text = transcript;
			if (info.event === 'EndOfTurn') return [...events, ...end(seconds(info.words.at(-1)?.end))];
			if (info.event === 'EagerEndOfTurn') {
				if (text !== '') {
					if (isEager && isNews) events.push({ type: 'resumed' });
					if (!isEager || isNews) events.push({ type: 'eager-end', text });
					isEager = true;
				}
			} else if (isNews) events.push({ type: 'interim', text });
			return events;
		},
		settle() {
			const events = finalOf(text);
			settled += wordsOf(text).length;
			text = '';
			isInTurn = false;
			isEager = false;
			return events;
		}
	};
}

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean);
