// Removing a document, with a way back: what is removed is kept by the page until it is left.

export interface KeptDocument {
	name: string;
	mediaType: string;
	title: string;
	tags: string[];
	audience: string;
	text: string;
}

/** Reads the document first, so that `restoreDocument` can put it back, then deletes it. Throws when either fails. */
export async function removeDocument({ id }: { id: string }): Promise<KeptDocument> {
	const path = `/api/knowledge/documents/${id}`;
	const { document, text } = await (
		await asked(path)
	).json<{ document: Omit<KeptDocument, 'text'>; text: string }>();
	const { name, mediaType, title, tags, audience } = document;
	await asked(path, { method: 'DELETE' });
	// The text is the normalised one: Markdown, whatever the file was.
	return {
		name,
		title,
		tags,
		audience,
		text,
		mediaType: mediaType === 'text/plain' ? mediaType : 'text/markdown'
	};
}

export async function restoreDocument(kept: KeptDocument): Promise<void> {
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
