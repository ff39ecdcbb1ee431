// The bytes of one upload, those parts alone that the server does not have yet.
import type { UploadView } from '#lib/shared/recordings/views.ts';
import { retrying, type Retries } from './retrying.ts';
import type { SendPart } from './send-part.ts';

export interface Sending extends Retries {
	sendPart: SendPart;
	/** Of the whole file, those that were there before included. */
	onsent: (bytes: number) => void;
}

export async function sendUpload(upload: UploadView, file: Blob, sending: Sending): Promise<void> {
	const { sendPart, onsent, signal } = sending;
	const { transport } = upload;
	if (transport.by === 'presigned') {
		const part = { path: transport.url, body: file, headers: transport.headers };
		await retrying(() => sendPart(part, onsent, signal), sending);
		return;
	}
	const { chunkBytes, received } = transport;
	const count = Math.ceil(file.size / chunkBytes);
	const isThere = new Set(received);
	const sizeOf = (number: number) => Math.min(chunkBytes, file.size - (number - 1) * chunkBytes);
	let sent = received.reduce((sum, number) => sum + sizeOf(number), 0);
	onsent(sent);
	for (let number = 1; number <= count; number++) {
		if (isThere.has(number)) continue;
		const from = (number - 1) * chunkBytes;
		const body = file.slice(from, from + sizeOf(number));
		const path = `/api/recordings/uploads/${upload.id}/parts/${number}`;
		const headers = { 'content-type': 'application/octet-stream' };
		const before = sent;
		await retrying(
			() => sendPart({ path, body, headers }, (bytes) => onsent(before + bytes), signal),
			sending
		);
		sent += body.size;
		onsent(sent);
	}
}
