import type { UploadView } from '#lib/shared/recordings/views.ts';
import { LIMITS } from '../limits.ts';
import { outcomeOf, type UploadRow } from './upload-store.ts';

/** The parts that a file of this size has: all of one length but the last. */
export function partsOf({ sizeBytes }: Pick<UploadRow, 'sizeBytes'>): { number: number; bytes: number }[] {
	const count = Math.ceil(sizeBytes / LIMITS.partBytes);
	return Array.from({ length: count }, (_, index) => ({
		number: index + 1,
		bytes: Math.min(LIMITS.partBytes, sizeBytes - index * LIMITS.partBytes)
	}));
}

export function toUploadView(
	row: UploadRow,
	presigned: { url: string; headers: Record<string, string> } | undefined
): UploadView {
	const { id, recordingId, kind, clientKey, sizeBytes, expiresAt, parts } = row;
	const received = outcomeOf(row) === 'complete' ? partsOf(row) : parts;
	const text = (value: unknown) => (typeof value === 'string' ? value : '');
	return {
		...{ id, recordingId, kind, clientKey, sizeBytes, expiresAt },
		fileName: text(row.details.fileName),
		title: text(row.details.title),
		receivedBytes: received.reduce((sum, { bytes }) => sum + bytes, 0),
		transport:
			presigned === undefined
				? {
						by: 'chunks',
						chunkBytes: LIMITS.partBytes,
						received: received.map(({ number }) => number).toSorted((one, other) => one - other)
					}
				: { by: 'presigned', ...presigned }
	};
}
