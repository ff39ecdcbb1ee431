// A page of a conversation's chronicle as the entries of a transcript, in the order of the log, masked.
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { ConversationEvent, ModelUse, TranscriptEntry } from '#lib/shared/transcripts.ts';
import type { Chronicle } from '../chat/index.ts';
import { maskMessage } from './masking/mask-message.ts';
import type { Mask } from './masking/mask.ts';
import { eventWords } from './event-words.ts';

export function entriesOf(
	{ messages, places, turns, moments, notes }: Chronicle,
	mask: Mask,
	documents: ReadonlyMap<string, string>
): TranscriptEntry[] {
	const byAnswer = new Map(turns.map((turn) => [turn.answerId, turn]));
	const entries: TranscriptEntry[] = [
		...messages.map((message) => ({
			kind: 'message' as const,
			seq: message.seq,
			at: message.createdAt,
			message: maskMessage(message, mask),
			place: places[message.id] ?? { isAside: false, versions: [message.id] },
			turn: byAnswer.get(message.id) ?? null,
			use: useOf(message),
			documentId: documents.get(message.id) ?? null
		})),
		...moments.map(({ seq, at, part }) => {
			const event = maskEvent(part, mask);
			return { kind: 'event' as const, seq, at, event, words: eventWords(event) };
		}),
		...notes.map((note) => ({
			...{ kind: 'note' as const, seq: note.position, at: note.at },
			note: { ...note, text: mask.text(note.text).text }
		}))
	];
	return entries.sort((a, b) => a.seq - b.seq || a.at - b.at);
}

function useOf({ parts }: ConversationMessage): ModelUse | null {
	const turn = parts.find((part) => part.type === 'data-turn')?.data;
	if (turn === undefined) return null;
	const { model, usage } = turn;
	return {
		model,
		provider: model.startsWith('segue-embedded-') ? 'embedded' : 'remote',
		tokens: usage === undefined ? null : { input: usage.inputTokens, output: usage.outputTokens }
	};
}

function maskEvent(event: ConversationEvent, mask: Mask): ConversationEvent {
	switch (event.type) {
		case 'data-title':
			return { ...event, data: { title: mask.text(event.data.title).text } };
		case 'data-rating': {
			const { rating } = event.data;
			if (rating?.reason === undefined) return event;
			return {
				...event,
				data: { ...event.data, rating: { ...rating, reason: mask.text(rating.reason).text } }
			};
		}
		default:
			return event;
	}
}
