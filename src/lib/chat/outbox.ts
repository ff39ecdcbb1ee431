// Questions sent but not yet accepted, and words not yet sent, kept where a reload does not lose them.

export interface Unsent {
	conversationId: string;
	clientMessageId: string;
	text: string;
	/** The message this one replaces, when it is an edit. */
	replaces?: string;
}

const OUTBOX = 'segue:outbox';
const DRAFT = 'segue:draft:';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export class Outbox {
	constructor(private readonly store: Store | undefined) {}

	all(): Unsent[] {
		try {
			const read: unknown = JSON.parse(this.store?.getItem(OUTBOX) ?? '[]');
			return Array.isArray(read) ? read.filter(isUnsent) : [];
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
