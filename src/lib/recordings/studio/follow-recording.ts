// Asks after a recording that is being measured, less and less often, and only while somebody looks.
import type { RecordingView } from '#lib/shared/recordings/views.ts';
import { WireError } from '#lib/shared/wire-error.ts';
import { ask } from '../wire.ts';

const FIRST_WAIT_MS = 800;
const LONGEST_WAIT_MS = 10_000;

/** `onfound` hears every answer. Returns how to end it. */
export function followRecording(id: string, onfound: (recording: RecordingView) => void): () => void {
	let waitMs = FIRST_WAIT_MS;
	let timer: ReturnType<typeof setTimeout>;
	let isEnded = false;
	const next = () => {
		if (isEnded) return;
		timer = setTimeout(() => void look(), waitMs);
		waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 1.4);
	};
	const look = async () => {
		if (document.visibilityState !== 'visible') {
			next();
			return;
		}
		try {
			const { recording } = await ask<{ recording: RecordingView }>('GET', `/api/recordings/${id}`);
			if (!isEnded) onfound(recording);
		} catch (thrown) {
			// The network may be back next time.
			if (!(thrown instanceof WireError)) throw thrown;
		}
		next();
	};
	next();
	return () => {
		isEnded = true;
		clearTimeout(timer);
	};
}
