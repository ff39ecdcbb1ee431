// Questions sent but not yet accepted, and words not yet sent, kept where a reload does not lose them.
import { attachmentIdOf, type FilePart } from '#lib/shared/conversation/attachments.ts';

/** Uploaded files, and the conversation they were uploaded for. It need not have begun. */
export interface Enclosure {
	conversationId: string;
	files: FilePart[];
}

/** What is attached to words not yet sent. */
export interface DraftFiles extends Enclosure {
	/** Those that were still being uploaded. */
	unfinished: Pick<FilePart, 'filename' | 'sizeBytes'>[];
}

export interface Unsent {
	conversationId: string;
	clientMessageId: string;
	text: string;
	/** The message this one replaces, when it is an edit. */
	replaces?: string;
	/** Left out where there are none. */
	files?: FilePart[];
}

/** The draft of a conversation that has no id yet. */
export const NEW_DRAFT = 'new';

const OUTBOX = 'segue:outbox';
const DRAFT = 'segue:draft:';
const DRAFT_FILES = 'segue:draft-files:';

/** Whose files are kept under this key of the store; undefined where it keeps something else. */
export function draftOfFiles(storeKey: string | null): string | undefined {
	return storeKey?.startsWith(DRAFT_FILES) ? storeKey.slice(DRAFT_FILES.length) : undefined;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class Outbox {
	constructor(private readonly store: Store | undefined) {}

	all(): Unsent[] {
		try {
			const read: unknown = JSON.parse(this.store?.getItem(OUTBOX) ?? '[]');
			return Array.isArray(read) ? read.filter(isUnsent).map(withGoodFiles) : [];
		} catch {
			return [];
		}
	}

	put(unsent: Unsent): void {
		const others = this.all().filter((other) => other.clientMessageId !== unsent.clientMessageId);
		this.write(OUTBOX, JSON.stringify([...others, unsent]));
	}

	drop(clientMessageId: string): void {
		const before = this.all();
		const rest = before.filter((other) => other.clientMessageId !== clientMessageId);
		if (rest.length !== before.length)
			this.write(OUTBOX, rest.length === 0 ? undefined : JSON.stringify(rest));
	}

	draft(key: string): string {
		try {
			return this.store?.getItem(DRAFT + key) ?? '';
		} catch {
			return '';
		}
	}

	keepDraft(key: string, text: string): void {
		this.write(DRAFT + key, text === '' ? undefined : text);
	}

	draftFiles(key: string): DraftFiles | undefined {
		try {
			return toDraftFiles(JSON.parse(this.store?.getItem(DRAFT_FILES + key) ?? 'null'));
		} catch {
			return undefined;
		}
	}

	keepDraftFiles(key: string, { conversationId, files, unfinished }: DraftFiles): void {
		const isEmpty = files.length === 0 && unfinished.length === 0;
		const kept = JSON.stringify({ conversationId, files, unfinished });
		this.write(DRAFT_FILES + key, isEmpty ? undefined : kept);
	}

	/** A full or forbidden store costs only the safety net. */
	private write(key: string, value: string | undefined): void {
		try {
			if (value === undefined) this.store?.removeItem(key);
			else this.store?.setItem(key, value);
		} catch {
			// See above.
		}
	}
}

function isUnsent(value: unknown): value is Unsent {
	if (typeof value !== 'object' || value === null) return false;
	const { conversationId, clientMessageId, text } = value as Record<string, unknown>;
	return [conversationId, clientMessageId, text].every((field) => typeof field === 'string');
}

/** Kept by an older page, or changed by hand: the words are sent whatever became of the rest. */
function withGoodFiles({ files, ...unsent }: Unsent): Unsent {
	const good = toArray(files).filter(isFilePart);
	return good.length === 0 ? unsent : { ...unsent, files: good };
}

function toDraftFiles(value: unknown): DraftFiles | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { conversationId, files, unfinished } = value as Record<string, unknown>;
	if (typeof conversationId !== 'string') return undefined;
	return {
		conversationId,
		files: toArray(files).filter(isFilePart),
		unfinished: toArray(unfinished).filter(isNamed)
	};
}

const toArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function isNamed(value: unknown): value is Pick<FilePart, 'filename' | 'sizeBytes'> {
	const { filename, sizeBytes } = (value ?? {}) as Record<string, unknown>;
	return typeof filename === 'string' && typeof sizeBytes === 'number';
}

function isFilePart(value: unknown): value is FilePart {
	if (!isNamed(value)) return false;
	const { type, url, mediaType } = value as Record<string, unknown> & typeof value;
	return (
		type === 'file' &&
		typeof mediaType === 'string' &&
		typeof url === 'string' &&
		attachmentIdOf(url) !== undefined
	);
}
