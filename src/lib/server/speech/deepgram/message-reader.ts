// What a transcriber's messages mean, apart from the socket they come on. Two dialects: flux-reader.ts and listen-reader.ts.
import type { TranscriptEvent } from '../ports.ts';

export interface MessageReader {
	/**
	 * A message, parsed from JSON. `undefined`: not one of this protocol. Times are ms of the sound that was sent. Throws an Error for one
	 * that says the provider gives up.
	 */
	read(message: unknown): TranscriptEvent[] | undefined;
	/** Nobody waits any longer: what is known of the turn becomes final, and what is still said of it is passed over. */
	settle(): TranscriptEvent[];
	/** Whether something was heard that is not final. */
	readonly isInTurn: boolean;
}

export const finalOf = (text: string, endedAtMs?: number): TranscriptEvent[] => {
	const said = text.trim();
	if (said === '') return [];
	return [{ type: 'final', text: said, ...(endedAtMs === undefined ? {} : { endedAtMs }) }];
};

export const seconds = (value: number | undefined) => (value === undefined ? undefined : value * 1_000);
