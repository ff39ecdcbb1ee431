// What somebody of the school has begun to write, kept on this machine until it has arrived. Each kind has words of its own: a note
// never becomes a message because the conversation changed hands under it. With the words goes the id they are sent under, so that what
// may have been sent before the machine was closed is sent again as the same message.

export const DRAFT_KINDS = ['message', 'note', 'whisper', 'release'] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];

interface Draft {
	id: string;
	text: string;
}
type Drafts = Record<DraftKind, Draft>;
interface Kept {
	at: number;
	kind: DraftKind;
	drafts: Partial<Drafts>;
}

const KEPT = 'segue:desk-drafts';
/** The oldest go: nobody comes back to more. */
const MOST_KEPT = 50;

type Store = Pick<Storage, 'getItem' | 'setItem'>;

export class DeskDrafts {
	#kind: DraftKind = $state('message');
	#drafts: Drafts = $state.raw({} as Drafts);

	/** `key` names the conversation and who writes. */
	constructor(
		private readonly store: Store | undefined,
		private readonly key: string,
		private readonly newId: () => string,
		private readonly now: () => number
	) {
		const kept = this.#readAll()[key];
		const fresh = (kind: DraftKind): Draft => kept?.drafts[kind] ?? { id: newId(), text: '' };
		this.#drafts = {
			message: fresh('message'),
			note: fresh('note'),
			whisper: fresh('whisper'),
			release: fresh('release')
		};
		this.#kind = kept?.kind ?? 'message';
	}

	get kind(): DraftKind {
		return this.#kind;
	}

	set kind(kind: DraftKind) {
		this.#kind = kind;
		this.#keep();
	}

	/** Of the kind that is chosen. */
	get text(): string {
		return this.#drafts[this.#kind].text;
	}

	set text(text: string) {
		this.#write(this.#kind, { ...this.#drafts[this.#kind], text });
	}

	of(kind: DraftKind): Readonly<Draft> {
		return this.#drafts[kind];
	}

	/** Puts words into the message, after what stands there. */
	insert(words: string): void {
		const { id, text } = this.#drafts.message;
		this.#kind = 'message';
		this.#write('message', { id, text: text.trim() === '' ? words : `${text.trimEnd()}\n\n${words}` });
	}

	/** It is where it should be: the next words are another message. */
	arrived(kind: DraftKind): void {
		this.#write(kind, { id: this.newId(), text: '' });
	}

	#write(kind: DraftKind, draft: Draft): void {
		this.#drafts = { ...this.#drafts, [kind]: draft };
		this.#keep();
	}

	#keep(): void {
		const drafts = Object.fromEntries(Object.entries(this.#drafts).filter(([, { text }]) => text !== ''));
		const { [this.key]: _own, ...others } = this.#readAll();
		const own: Kept = { at: this.now(), kind: this.#kind, drafts };
		const all = Object.keys(drafts).length === 0 ? others : { ...others, [this.key]: own };
		const newest = Object.entries(all).sort(([, a], [, b]) => b.at - a.at);
		try {
			this.store?.setItem(KEPT, JSON.stringify(Object.fromEntries(newest.slice(0, MOST_KEPT))));
		} catch {
			// A full or forbidden store costs only the safety net.
		}
	}

	#readAll(): Record<string, Kept> {
		try {
			const read: unknown = JSON.parse(this.store?.getItem(KEPT) ?? '{}');
			if (typeof read !== 'object' || read === null) return {};
			return Object.fromEntries(Object.entries(read).flatMap(([key, kept]) => toKept(key, kept)));
		} catch {
			return {};
		}
	}
}

/** Kept by an older page, or changed by hand: what does not fit is passed over. */
function toKept(key: string, value: unknown): [string, Kept][] {
	const { at, kind, drafts } = (value ?? {}) as Partial<Record<keyof Kept, unknown>>;
	if (typeof at !== 'number' || typeof drafts !== 'object' || drafts === null) return [];
	const good = Object.entries(drafts as Record<string, unknown>).filter(
		(entry): entry is [DraftKind, Draft] => isKind(entry[0]) && isDraft(entry[1])
	);
	return [[key, { at, kind: isKind(kind) ? kind : 'message', drafts: Object.fromEntries(good) }]];
}

const isKind = (value: unknown): value is DraftKind => DRAFT_KINDS.some((kind) => kind === value);

function isDraft(value: unknown): value is Draft {
	const { id, text } = (value ?? {}) as Record<string, unknown>;
	return typeof id === 'string' && typeof text === 'string';
}
