// The notes of one recording: what was asked for is shown at once, and taken back when the server would not have it.
import type { NoteState, NoteView } from '#lib/shared/recordings/views.ts';
import { WireError } from '#lib/shared/wire-error.ts';
import { ask } from '../wire.ts';

export interface NewNoteFields {
	startSeconds: number;
	endSeconds: number;
	text: string;
	memo?: Blob | undefined;
}

export class Notes {
	/** By their moments. */
	list: NoteView[] = $state.raw([]);
	problem: 'unread' | undefined = $state();
	readonly open = $derived(this.list.filter(({ state }) => state !== 'done').length);

	constructor(private readonly recordingId: string) {}

	take(notes: readonly NoteView[]): void {
		this.list = inOrder(notes);
	}

	async read(): Promise<void> {
		this.problem = undefined;
		try {
			this.take((await ask<{ notes: NoteView[] }>('GET', this.#path)).notes);
		} catch (thrown) {
			if (!(thrown instanceof WireError)) throw thrown;
			this.problem = 'unread';
		}
	}

	/** The same key twice is one note: a form sent again after a lost answer makes no second one. */
	async add(fields: NewNoteFields, clientKey: string): Promise<NoteView> {
		const { note } = await ask<{ note: NoteView }>('POST', this.#path, bodyOf(fields, clientKey));
		this.list = inOrder([...this.list.filter(({ id }) => id !== note.id), note]);
		return note;
	}

	async setState(note: NoteView, state: NoteState): Promise<void> {
		this.#put({ ...note, state });
		try {
			this.#put(await this.#change(note, { state }));
		} catch (thrown) {
			this.#put(note);
			if (thrown instanceof WireError && thrown.code === 'conflict') await this.read();
			throw thrown;
		}
	}

	async edit(note: NoteView, change: { text: string }): Promise<void> {
		try {
			this.#put(await this.#change(note, change));
		} catch (thrown) {
			// Somebody else changed it: their words are shown beside those just typed, which the form still holds.
			if (thrown instanceof WireError && thrown.code === 'conflict') await this.read();
			throw thrown;
		}
	}

	async remove(note: NoteView): Promise<void> {
		const before = this.list;
		this.list = this.list.filter(({ id }) => id !== note.id);
		try {
			await ask('DELETE', `${this.#path}/${note.id}`);
		} catch (thrown) {
			if (thrown instanceof WireError && thrown.code === 'not-found') return;
			this.list = before;
			throw thrown;
		}
	}

	async #change(note: NoteView, change: Partial<Pick<NoteView, 'state' | 'text'>>): Promise<NoteView> {
		const body = { ...change, version: note.version };
		return (await ask<{ note: NoteView }>('PATCH', `${this.#path}/${note.id}`, body)).note;
	}

	#put(note: NoteView): void {
		this.list = inOrder(this.list.map((one) => (one.id === note.id ? note : one)));
	}

	get #path(): string {
		return `/api/recordings/${this.recordingId}/notes`;
	}
}

function bodyOf({ memo, ...fields }: NewNoteFields, clientKey: string): unknown {
	if (memo === undefined) return { ...fields, clientKey };
	const form = new FormData();
	for (const [name, value] of Object.entries({ ...fields, clientKey })) form.set(name, String(value));
	form.set('memo', memo, 'memo.wav');
	return form;
}

const inOrder = (notes: readonly NoteView[]): NoteView[] =>
	notes.toSorted((one, other) => one.startSeconds - other.startSeconds || one.createdAt - other.createdAt);
