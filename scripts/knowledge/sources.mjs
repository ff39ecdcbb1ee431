// Files and folders as documents. A folder's documents are named by their path inside it, a single file by its name.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { Problem } from '../start/problem.mjs';

/** @type {Record<string, string>} */
const MEDIA_TYPES = {
	'.md': 'text/markdown',
	'.markdown': 'text/markdown',
	'.txt': 'text/plain',
	'.pdf': 'application/pdf',
	'.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	'.html': 'text/html',
	'.htm': 'text/html'
};
/** Above the server's own limit; here only so that a recording or a disk image is not read into memory. */
const MAX_READ_BYTES = 64 * 1024 * 1024;

/**
 * @typedef {{path: string, name: string}} Found
 * @param {string[]} paths
 * @returns {Found[]} in a fixed order. Throws Problem for a path that is not there, or a file of another kind.
 */
export function findSources(paths) {
	return paths.flatMap((path) => {
		const stats = statOf(path);
		if (stats.isDirectory()) return filesIn(path, '');
		if (!isSupported(path)) throw unsupported(path);
		return [{ path, name: basename(path).normalize('NFC') }];
	});
}

function statOf(path) {
	try {
		return statSync(path);
	} catch {
		throw new Problem(`There is no file or folder ${path}.`);
	}
}

/** @returns {Found[]} */
function filesIn(folder, prefix) {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((entry) => {
			const path = join(folder, entry.name);
			const name = `${prefix}${entry.name}`.normalize('NFC');
			if (entry.isDirectory()) return filesIn(path, `${name}/`);
			return entry.isFile() && isSupported(entry.name) ? [{ path, name }] : [];
		});
}

const isSupported = (path) => extname(path).toLowerCase() in MEDIA_TYPES;
const unsupported = (path) =>
	new Problem(
		`${path} cannot be added: Segue reads Markdown, text, HTML, PDF and Word (${Object.keys(MEDIA_TYPES).join(', ')}).`
	);

/** Bytes as they are: the server knows encodings. @param {Found} found @returns {import('./client.mjs').Source} */
export function readSource({ path, name }) {
	const { size } = statOf(path);
	if (size > MAX_READ_BYTES) {
		throw new Problem(
			`${path} has ${Math.ceil(size / 1024 / 1024)} MB, far above what one document may have: split it.`
		);
	}
	return {
		name,
		mediaType: MEDIA_TYPES[extname(path).toLowerCase()] ?? 'text/plain',
		bytes: readBytes(path)
	};
}

function readBytes(path) {
	try {
		return readFileSync(path);
	} catch {
		throw new Problem(`${path} cannot be read: check its permissions.`);
	}
}
