// Documents that a test brings and takes away again.
import { expect } from '../fixtures.ts';
import { test as base, type Answer, type Caller } from './caller.ts';
import { newId } from './turn.ts';

export interface Added {
	documentId: string;
	revision: string;
	status: string;
	chunks: number;
}

export interface Read {
	document: { title: string; tags: string[] };
	revision: string;
	text: string;
}

interface Library {
	/** As a file of a form: what the admin page sends. */
	upload(name: string, content: string | Uint8Array<ArrayBuffer>): Promise<Answer>;
	/** As JSON: what the command line sends. A string goes out as it is. */
	send(document: Record<string, unknown> | string): Promise<Answer>;
	/** What was made of an added document. */
	read(added: Answer): Promise<Read>;
}

export const test = base.extend<{ library: Library }>({
	library: async ({ administrator }, use) => {
		const made = new Set<string>();
		await use(createLibrary(administrator, made));
		for (const id of made) await administrator.call('DELETE', `/api/knowledge/documents/${id}`);
	}
});

function createLibrary(caller: Caller, made: Set<string>): Library {
	const keep = (answer: Answer): Answer => {
		const { documentId } = (answer.json ?? {}) as Partial<Added>;
		if (documentId !== undefined) made.add(documentId);
		return answer;
	};
	return {
		async upload(name, content) {
			const form = new FormData();
			form.set('file', new File([content], name));
			return keep(await caller.call('POST', '/api/knowledge/documents', { body: form }));
		},
		async send(document) {
			const body = typeof document === 'string' ? document : JSON.stringify(document);
			const headers = { 'content-type': 'application/json' };
			return keep(await caller.call('POST', '/api/knowledge/documents', { body, headers }));
		},
		async read(added) {
			expect(added.status, added.text.slice(0, 300)).toBe(201);
			const { documentId } = added.json as Added;
			const answer = await caller.get(`/api/knowledge/documents/${documentId}`);
			expect(answer.status, answer.text.slice(0, 300)).toBe(200);
			return answer.json as Read;
		}
	};
}

/** A name that no other document has. */
export const fresh = (extension: string): string => `proof-${newId()}.${extension}`;
