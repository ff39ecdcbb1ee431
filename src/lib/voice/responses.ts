// The answers of a call as the page knows them: what is said of each, where in the sound, and how far it was heard.
import type { JournaledBody } from '../shared/voice/protocol.ts';

type Started = Extract<JournaledBody, { type: 'response.started' }>;
type Delta = Extract<JournaledBody, { type: 'response.text.delta' }>;

export interface ResponsePiece {
	/** Where it begins in `text` of the response. */
	from: number;
	/** How much of `text` it is: of a piece that is only said, because its text was shown before, or that has none, not what it brought. */
	length: number;
	spoken: string;
	/** Where it begins in the message of the log. */
	charsFrom: number;
	audioFromMs: number;
}

export interface CallResponse extends Pick<Started, 'turnId' | 'messageId' | 'sampleRate' | 'from'> {
	id: number;
	text: string;
	pieces: ResponsePiece[];
	/** Into `text`. */
	heardChars: number;
	playedMs: number;
	/** Everything of it has come. */
	isDone: boolean;
	/** By the person, here or as the server says. Its sound is dropped. */
	isCancelled: boolean;
	/** Of its sound; known when it is done. */
	audioMs: number | undefined;
	/** The number of the next frame of its sound. */
	nextFrameSeq: number;
}

/** A guess, ms a character, where a piece has no end yet: 15 characters a second. */
const MS_PER_CHAR = 65;

export class Responses {
	readonly #all = new Map<number, CallResponse>();

	get(id: number): CallResponse | undefined {
		return this.#all.get(id);
	}

	start({ responseId: id, turnId, messageId, sampleRate, from }: Started): CallResponse {
		const known = this.#all.get(id);
		if (known !== undefined) return known;
		const response: CallResponse = {
			id,
			turnId,
			messageId,
			sampleRate,
			from,
			text: '',
			pieces: [],
			heardChars: 0,
			playedMs: 0,
			isDone: false,
			isCancelled: false,
			audioMs: undefined,
			nextFrameSeq: 0
		};
		this.#all.set(id, response);
		return response;
	}

	/** undefined when it is of no response that is still said. */
	add({ responseId, text, spoken, charsFrom, audioFromMs }: Delta): CallResponse | undefined {
		const response = this.#all.get(responseId);
		if (response === undefined || response.isCancelled) return undefined;
		const shown = text === '' ? pieceAt(response, charsFrom) : undefined;
		const from = shown === undefined ? response.text.length : shown.from + charsFrom - shown.charsFrom;
		const length = shown === undefined ? text.length : shown.from + shown.length - from;
		response.pieces.push({ from, length, spoken, charsFrom, audioFromMs });
		response.text += text;
		return response;
	}
}

/** Where a place in the message of the log lies in the response's text. */
export function fromMessageChars(response: CallResponse, chars: number): number {
	const piece = response.pieces.findLast(({ charsFrom }) => charsFrom <= chars);
	return piece === undefined ? 0 : piece.from + Math.min(piece.length, chars - piece.charsFrom);
}

/** The piece whose text a place in the message lies in. */
function pieceAt(response: CallResponse, chars: number): ResponsePiece | undefined {
	return response.pieces.find(({ charsFrom, length }) => charsFrom <= chars && chars < charsFrom + length);
}

/** Where a place in the response's text lies in the message of the log. */
export function toMessageChars(response: CallResponse, chars: number): number {
	const piece = response.pieces.findLast(({ from }) => from <= chars);
	return piece === undefined ? 0 : piece.charsFrom + Math.min(piece.length, chars - piece.from);
}

/** How far into the response's text its sound has come: to the end of a word. For the eye; what is kept of an answer, the server tells. */
export function charsAt(response: CallResponse, playedMs: number): number {
	const { pieces, text } = response;
	const index = pieces.findLastIndex(({ audioFromMs }) => audioFromMs <= playedMs);
	const piece = pieces[index];
	if (piece === undefined || playedMs <= 0) return 0;
	if (response.audioMs !== undefined && playedMs >= response.audioMs) return text.length;
	const endMs =
		pieces[index + 1]?.audioFromMs ??
		response.audioMs ??
		piece.audioFromMs + MS_PER_CHAR * Math.max(1, piece.spoken.length);
	const share = Math.min(1, (playedMs - piece.audioFromMs) / Math.max(1, endMs - piece.audioFromMs));
	return toWordEnd(text, piece.from + Math.floor(share * piece.length), piece.from + piece.length);
}

/** The word that has begun belongs to it. */
function toWordEnd(text: string, at: number, end: number): number {
	if (at === 0 || at >= end) return Math.min(at, end);
	if (/\s/.test(text.charAt(at - 1))) return at;
	const gap = text.slice(at, end).search(/\s/);
	return gap === -1 ? end : at + gap;
}
