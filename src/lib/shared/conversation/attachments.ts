// Files that people add to their messages, as the API and the log name them.

export const ATTACHMENTS_A_MESSAGE = 5;
export const PICTURE_BYTES = 5 * 1024 * 1024;
export const TEXT_BYTES = 256 * 1024;

type Endings = Readonly<Record<string, readonly string[]>>;

/** What can be attached, by media type: the endings of its names, the usual one first. */
export const PICTURE_ENDINGS = {
	'image/png': ['png'],
	'image/jpeg': ['jpg', 'jpeg'],
	'image/webp': ['webp'],
	'image/gif': ['gif']
} as const satisfies Endings;
export const TEXT_ENDINGS: Endings = {
	'text/plain': ['txt', 'text', 'log', 'abc'],
	'text/markdown': ['md', 'markdown'],
	'text/csv': ['csv'],
	'text/tab-separated-values': ['tsv'],
	'application/json': ['json']
};

/** What an upload is answered with. */
export interface Attachment {
	id: string;
	name: string;
	/** As found in the bytes, never as claimed. */
	mediaType: string;
	sizeBytes: number;
	/** Of pictures, as they are shown. Pixels. */
	width?: number;
	height?: number;
}

/** A file in a person's message: an AI SDK file part, with what a page needs to keep its place. */
export interface FilePart {
	type: 'file';
	mediaType: string;
	filename: string;
	/** `/api/attachments/{id}` */
	url: string;
	sizeBytes: number;
	width?: number;
	height?: number;
}

const PREFIX = '/api/attachments/';
const ADDRESS = /^\/api\/attachments\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

export function toFilePart({ id, name, ...rest }: Attachment): FilePart {
	return { type: 'file', filename: name, url: `${PREFIX}${id}`, ...rest };
}

/** undefined for any other address. */
export function attachmentIdOf(url: string): string | undefined {
	return ADDRESS.exec(url)?.[1]?.toLowerCase();
}

export const isPicture = ({ mediaType }: Pick<FilePart, 'mediaType'>) => mediaType.startsWith('image/');
