// The line of uploads of this browser tab. It goes on while its owner reads another page, so it belongs to the tab and to no component.
import { createContext } from 'svelte';
import { m } from '#lib/paraglide/messages.js';
import { ask } from '../wire.ts';
import { openKeptFiles } from './kept-files.ts';
import { waitOrOnline } from './retrying.ts';
import { sendPart } from './send-part.ts';
import { UploadLine } from './upload-line.svelte.ts';

let line: { personId: string; uploads: UploadLine } | undefined;

/** In a browser only: a server has many tabs. */
export function uploadsOfTab(personId: string): UploadLine {
	if (line?.personId === personId) return line.uploads;
	const uploads = new UploadLine(personId, {
		ask,
		sendPart,
		kept: openKeptFiles(),
		withLock,
		wait: waitOrOnline,
		deriveSound: async (...given) => (await import('../sound/derive-sound.ts')).deriveSound(...given),
		now: () => Date.now(),
		newId: () => crypto.randomUUID(),
		words: {
			empty: m.shelf_file_empty(),
			'too-large': m.shelf_file_too_large(),
			'too-long': m.shelf_file_too_long(),
			'not-sound': m.shelf_file_not_sound(),
			'no-decoder': m.shelf_file_no_decoder(),
			unreadable: m.shelf_file_unreadable(),
			unreachable: m.shelf_unreachable(),
			other: m.ui_did_not_work(),
			'not-the-file': m.shelf_not_the_file()
		}
	});
	line = { personId, uploads };
	return uploads;
}

/** Where a browser has no locks (plain http), its tabs may do the same work twice: the server counts it once. */
async function withLock(name: string, onwait: () => void, work: () => Promise<void>): Promise<void> {
	// Missing from browsers that speak plain http, whatever the types say.
	const locks = navigator.locks as LockManager | undefined;
	if (locks === undefined) return work();
	const isMine = await locks.request(name, { ifAvailable: true }, async (lock) => {
		if (lock === null) return false;
		await work();
		return true;
	});
	if (isMine) return;
	onwait();
	await locks.request(name, work);
}

export interface StudentChoice {
	personId: string;
	name: string;
}

/** What the pages of recordings share. */
export interface RecordingsRoom {
	readonly uploads: UploadLine;
	readonly reader: { id: string; name: string; isTeacher: boolean };
	readonly students: StudentChoice[];
}

export const [useRecordingsRoom, provideRecordingsRoom] = createContext<RecordingsRoom>();
