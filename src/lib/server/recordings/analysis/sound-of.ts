// What of a recording can be read here: the file itself, or for what cannot be decoded here the sound that the browser derived from it.
import { originalKey, soundKey } from '../storage/object-keys.ts';
import type { RecordingRow } from './analysis-records.ts';

export function soundOf(recording: RecordingRow): { key: string } | null {
	if (recording.container !== 'm4a') return { key: originalKey(recording, recording.container) };
	return recording.hasSound ? { key: soundKey(recording) } : null;
}
