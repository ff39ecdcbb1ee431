// Fetches a cited passage with what stands around it.
import type { CitationData } from '#lib/shared/conversation/parts.ts';

/** `start` and `end` count in `text`, which is cut out of the article at paragraph breaks. */
export interface PassageContext {
	text: string;
	start: number;
	end: number;
	isCutBefore: boolean;
	isCutAfter: boolean;
	/** Of the PDF it was read from, where that can be opened. */
	page: number | null;
}

export class PassageReader {
	context: PassageContext | undefined = $state.raw();
	problem = $state(false);
	#asked = 0;

	constructor(private readonly get: (path: string) => Promise<Response>) {}

	async read({ documentId, revision, start, end }: CitationData): Promise<void> {
		const mine = ++this.#asked;
		this.context = undefined;
		this.problem = false;
		const query = `revision=${revision}&start=${start}&end=${end}`;
		try {
			const response = await this.get(`/api/knowledge/documents/${documentId}/passage?${query}`);
			if (!response.ok) throw new Error(String(response.status));
			const context = await response.json<PassageContext>();
			if (mine === this.#asked) this.context = context;
		} catch {
			if (mine === this.#asked) this.problem = true;
		}
	}
}
