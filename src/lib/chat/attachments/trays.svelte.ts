// What is attached to the draft of each conversation. The code behind it is fetched when a first file is there: most pages need none.
import type { FilePart } from '#lib/shared/conversation/attachments.ts';
import type { Outbox } from '../outbox.ts';
import type { Surroundings } from '../wire.ts';
import type { FileTray } from './file-tray.svelte.ts';
import type * as Code from './tray-code.ts';

interface Loaded {
	code: typeof Code;
	/** The tray of a draft: always the same one, so that uploads go on while another conversation is shown. */
	of: (draftKey: string) => FileTray;
}

export class Trays {
	loaded: Loaded | undefined = $state.raw();

	constructor(
		private readonly surroundings: Surroundings,
		private readonly outbox: Outbox
	) {}

	/** Rejects when its code cannot be had (the network is away). */
	async load(): Promise<Loaded> {
		const code = await import('./tray-code.ts');
		this.loaded ??= { code, of: code.createTrays(this.surroundings, this.outbox) };
		return this.loaded;
	}

	/** Puts files back into the draft that they were sent from. */
	async giveBack(draftKey: string, files: FilePart[]): Promise<void> {
		const kept = this.outbox.draftFiles(draftKey) ?? { conversationId: draftKey, files: [], unfinished: [] };
		this.outbox.keepDraftFiles(draftKey, { ...kept, files: [...files, ...kept.files] });
		(await this.load()).of(draftKey).sync();
	}
}
