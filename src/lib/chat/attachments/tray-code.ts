// Everything about choosing and uploading files, as one piece to be fetched.
import { untrack } from 'svelte';
import { draftOfFiles, type Outbox } from '../outbox.ts';
import type { Surroundings } from '../wire.ts';
import { FileTray } from './file-tray.svelte.ts';
import { sendFile } from './send-file.ts';
import { UploadLine } from './upload-line.ts';

export { default as TrayFiles } from './TrayFiles.svelte';

export function createTrays(surroundings: Surroundings, outbox: Outbox): (draftKey: string) => FileTray {
	const line = new UploadLine();
	const trays = new Map<string, FileTray>();
	// Another tab wrote.
	addEventListener('storage', ({ key }) => trays.get(draftOfFiles(key) ?? '')?.sync());
	return (draftKey) => {
		const known = trays.get(draftKey);
		if (known !== undefined) return known;
		// Asked for while something is derived: its own beginnings are nobody's dependency.
		const tray = untrack(() => new FileTray(draftKey, { ...surroundings, sendFile }, outbox, line));
		trays.set(draftKey, tray);
		return tray;
	};
}
