// Takes the bytes of an object as they come and never holds more than one part of them. What fits into one part is put at once.
import { LIMITS } from '../limits.ts';

export interface ObjectSink {
	write(chunk: Uint8Array): Promise<void>;
	/** Gives how many bytes there were. */
	finish(): Promise<number>;
	/** Leaves nothing behind. */
	abort(): Promise<void>;
}

export function createObjectSink(objects: R2Bucket, key: string): ObjectSink {
	const part = new Uint8Array(LIMITS.partBytes);
	const parts: R2UploadedPart[] = [];
	let upload: R2MultipartUpload | undefined;
	let filled = 0;
	let total = 0;

	async function send(): Promise<void> {
		upload ??= await objects.createMultipartUpload(key);
		parts.push(await upload.uploadPart(parts.length + 1, part.slice(0, filled)));
		filled = 0;
	}

	return {
		async write(chunk) {
			total += chunk.length;
			for (let rest = chunk; rest.length > 0;) {
				// Sent only when more is to come: the last part may be short, but it must be there.
				if (filled === part.length) await send();
				const taken = rest.subarray(0, part.length - filled);
				part.set(taken, filled);
				filled += taken.length;
				rest = rest.subarray(taken.length);
			}
		},
		async finish() {
			if (upload === undefined) await objects.put(key, part.slice(0, filled));
			else {
				await send();
				await upload.complete(parts);
			}
			return total;
		},
		async abort() {
			await upload?.abort().catch(() => undefined);
			await objects.delete(key);
		}
	};
}
