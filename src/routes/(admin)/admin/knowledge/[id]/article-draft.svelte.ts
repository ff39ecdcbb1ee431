// What is written and not published, kept in this browser as it is typed: a closed tab, a reload or a second visit loses nothing.

interface Kept {
	title: string;
	text: string;
	/** The revision it was begun from. */
	base: string;
}

interface Published {
	id: string;
	title: string;
	text: string;
	revision: string;
}

const SAVE_MS = 400;
const keyOf = (id: string): string => `segue:article:${id}`;

export class ArticleDraft {
	title = $state('');
	text = $state('');
	base = $state('');
	/** Whether the browser keeps it: private windows and full stores do not. */
	isKept = $state(true);
	readonly isChanged = $derived.by(
		() => this.title.trim() !== this.published.title || this.text !== this.published.text
	);
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(
		private readonly read: () => Published,
		/** What is tried, or was refused. */
		begun: Partial<Kept> | null
	) {
		const { title, text, revision } = this.published;
		Object.assign(this, { title, text, base: revision, ...begun });
	}

	/** What this browser kept, once the page is there: the server knew nothing of it. */
	recall(): void {
		const kept = recallFrom(keyOf(this.published.id));
		if (kept !== undefined) Object.assign(this, kept);
	}

	get published(): Published {
		return this.read();
	}

	/** After each change. */
	keep(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.save(), SAVE_MS);
	}

	save(): void {
		clearTimeout(this.#timer);
		try {
			const { title, text, base, isChanged } = this;
			if (isChanged) localStorage.setItem(keyOf(this.published.id), JSON.stringify({ title, text, base }));
			else localStorage.removeItem(keyOf(this.published.id));
			this.isKept = true;
		} catch {
			this.isKept = false;
		}
	}

	/** From what is published, again. */
	drop(): void {
		const { title, text, revision } = this.published;
		Object.assign(this, { title, text, base: revision });
		this.save();
	}

	/** What was written stays, over what is published now. */
	goOn(): void {
		this.base = this.published.revision;
		this.save();
	}
}

function recallFrom(key: string): Kept | undefined {
	try {
		const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<Kept> | null;
		const { title, text, base } = kept ?? {};
		return typeof title === 'string' && typeof text === 'string' && typeof base === 'string'
			? { title, text, base }
			: undefined;
	} catch {
		return undefined;
	}
}
