// Where the bytes of a recording lie in R2: all under its person, all of one recording under one prefix, so that whoever erases either
// finds everything.
interface Whose {
	id: string;
	personId: string;
}

/** Every object of the recording, and of no other: ids hold no dot. */
export const prefixOf = ({ id, personId }: Whose): string => `${personId}/recordings/${id}.`;

export const originalKey = (recording: Whose & { container: string }): string =>
	`${prefixOf(recording)}${recording.container}`;
/** Derived mono 22.05 kHz 16-bit WAV of what the server cannot decode. */
export const soundKey = (recording: Whose): string => `${prefixOf(recording)}sound.wav`;
export const memoKey = (recording: Whose, noteId: string, ending: string): string =>
	`${prefixOf(recording)}memo-${noteId}.${ending}`;
/** All that was measured (analysis/stored-analysis.ts), and what comparing needs of it. */
export const analysisKey = (recording: Whose): string => `${prefixOf(recording)}analysis.json`;
export const trackKey = (recording: Whose): string => `${prefixOf(recording)}track.bin`;
/** What an analysis that is under way has read so far: gone when it ends. */
export const checkpointKey = (recording: Whose, name: string): string => `${prefixOf(recording)}part-${name}`;
