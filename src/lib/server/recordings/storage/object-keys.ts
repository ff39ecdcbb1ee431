// Where the bytes of recordings lie. Everything of one person begins with their id, so that erasing them finds it; everything of one
// recording begins with `{person id}/recordings/{recording id}.`.
import type { Container } from '#lib/shared/recordings/views.ts';

export type MemoContainer = Container | 'webm' | 'ogg';

const MEDIA_TYPES: Record<MemoContainer, string> = {
	wav: 'audio/wav',
	mp3: 'audio/mpeg',
	m4a: 'audio/mp4',
	webm: 'audio/webm',
	ogg: 'audio/ogg'
};

export const mediaTypeOf = (container: MemoContainer): string => MEDIA_TYPES[container];

interface Place {
	id: string;
	personId: string;
}

export const prefixOf = ({ personId, id }: Place): string => `${personId}/recordings/${id}.`;

export const originalKey = (recording: Place, container: Container): string =>
	prefixOf(recording) + container;

/** Derived mono 22.05 kHz 16-bit sound. */
export const soundKey = (recording: Place): string => `${prefixOf(recording)}sound.wav`;

export const memoKey = (recording: Place, noteId: string, container: MemoContainer): string =>
	`${prefixOf(recording)}memo-${noteId}.${container}`;

/** Where an upload lies until its bytes are known to be sound: of whoever uploads it, and never played from there. */
export const quarantineKey = ({ id, uploadedBy }: { id: string; uploadedBy: string }): string =>
	`${uploadedBy}/recordings/uploads/${id}`;
