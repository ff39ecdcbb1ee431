// Removing a document, with a way back: what is removed is kept by the page until it is left.
import { originalOf } from './original-of.ts';

export interface KeptDocument {
	name: string;
	mediaType: string;
	title: string;
	tags: string[];
	audience: string;
	text: string;
	/** The file it was read from, where that is more than its text. */
	original: Blob | null;
}

/** Reads the document first, so that `restoreDocument` can put it back, then deletes it. Throws when either fails. */
export async function removeDocument({ id }: { id: string }): Promise<KeptDocument> {
	const path = `/api/knowledge/documents/${id}`;
	const { document, text } = await (
		await asked(path)
	).json<{ document: Omit<KeptDocument, 'text' | 'original'>; text: string }>();
	const { name, mediaType, title, tags, audience } = document;
	const original = originalOf(document) === null ? null : await (await asked(`${path}/original`)).blob();
	await asked(path, { method: 'DELETE' });
	// The text is the normalised one: Markdown, whatever the file was.
	return {
		name,
		title,
		tags,
		audience,
		text,
		original,
		mediaType: mediaType === 'text/plain' ? mediaType : 'text/markdown'
	};
}

/** One that is read from its original again is there a little later. */
export async function restoreDocument({ original, ...kept }: KeptDocument): Promise<void> {
	if (original !== null) {
		const { name, audience, tags } = kept;
		const query = new URLSearchParams({ name, audience, tags: tags.join(',') });
		await asked(`/api/knowledge/ingests?${query}`, { method: 'POST', body: original });
		return;
	}
	await asked('/api/knowledge/documents', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(kept)
	});
}

async function asked(path: string, init?: RequestInit): Promise<Response> {
	const response = await fetch(path, init);
	if (!response.ok) throw new Error(`${path}: ${response.status}`);
	return response;
}
