import { can, type Actor } from '#lib/shared/actor.ts';
import type { RecordingView } from '#lib/shared/recordings/views.ts';
import type { FoundRecording } from '../access/whose.ts';
import { failureOf } from './failure-words.ts';

/** A recording as this reader sees it. */
export function toRecordingView(
	actor: Actor,
	{ row, target, studentName }: FoundRecording,
	openNotes: number
): RecordingView {
	const { id, status, title, piece, composer, instrument, notes, tags, fileName, container } = row;
	const { sizeBytes, durationSeconds, playedAt, createdAt, updatedAt, version } = row;
	return {
		...{ id, status, failure: status === 'failed' ? failureOf(row.failureCode) : null },
		student: { id: row.personId, name: studentName },
		...{ title, piece, composer, instrument, notes, tags, fileName, container, sizeBytes, durationSeconds },
		...{ playedAt, createdAt, updatedAt, version, openNotes },
		may: { write: can(actor, 'write:recording', target), delete: can(actor, 'delete:recording', target) }
	};
}
