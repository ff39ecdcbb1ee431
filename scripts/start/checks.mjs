// What must be true before anything is done; each failure is one sentence that says what to do.
import { accessSync, constants, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { Problem } from './problem.mjs';

const MEBIBYTE = 1024 * 1024;
/** node_modules, the build and a young state folder take about 900 MB together. */
const NEEDED_TO_INSTALL_BYTES = 1200 * MEBIBYTE;
const NEEDED_TO_RUN_BYTES = 100 * MEBIBYTE;

/** @param {string} version such as process.versions.node */
export function checkNode(version) {
	const major = Number(version.split('.')[0]);
	if (major >= 18) return;
	throw new Problem(
		`Segue needs Node 18 or newer, and this is Node ${version}: install a current one from nodejs.org.`
	);
}

/** Makes the state folder when it is missing, and writes and removes a file in it. @param {string} state */
export function checkStateFolder(state) {
	try {
		if (!statSync(state).isDirectory())
			throw new Problem(`The state folder ${state} is a file: set SEGUE_STATE to a folder.`);
	} catch (thrown) {
		if (thrown instanceof Problem) throw thrown;
		if (code(thrown) !== 'ENOENT') throw unusable(state, thrown);
	}
	try {
		mkdirSync(join(state, 'logs'), { recursive: true });
		accessSync(state, constants.R_OK | constants.W_OK | constants.X_OK);
		const probe = join(state, `.write-${process.pid}`);
		writeFileSync(probe, 'probe');
		rmSync(probe);
	} catch (thrown) {
		throw unusable(state, thrown);
	}
}

function unusable(state, thrown) {
	const why = {
		ENOSPC: 'the disk is full',
		EROFS: 'the disk is read-only',
		ENOTDIR: 'a part of its path is a file'
	};
	const reason = why[code(thrown)] ?? 'it cannot be written to';
	return new Problem(
		`The state folder ${state} cannot be used: ${reason}; free it, or set SEGUE_STATE to another folder.`
	);
}

const code = (thrown) => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '');

/** @param {{root: string, state: string, installs: boolean, free?: (path: string) => number}} where */
export function checkDisk({ root, state, installs, free = freeBytes }) {
	const places = [
		{ path: state, needed: NEEDED_TO_RUN_BYTES },
		...(installs ? [{ path: root, needed: NEEDED_TO_INSTALL_BYTES }] : [])
	];
	for (const { path, needed } of places) {
		const left = free(path);
		if (left >= needed) continue;
		throw new Problem(
			`Only ${Math.floor(left / MEBIBYTE)} MB are free on the disk of ${path}, and Segue needs ${needed / MEBIBYTE} MB: free some space.`
		);
	}
}

function freeBytes(path) {
	// Node before 18.15 cannot ask; the write probe above has to do there.
	if (typeof statfsSync !== 'function') return Infinity;
	const { bavail, bsize } = statfsSync(existing(path));
	return bavail * bsize;
}

function existing(path) {
	try {
		statSync(path);
		return path;
	} catch {
		return existing(dirname(path));
	}
}

/** The first folder of PATH that holds the program, or undefined. @param {string} program @param {string} path */
export function findProgram(program, path = process.env.PATH ?? '') {
	const names = process.platform === 'win32' ? [`${program}.cmd`, `${program}.exe`] : [program];
	for (const folder of path.split(delimiter).filter(Boolean)) {
		for (const name of names) {
			try {
				accessSync(join(folder, name), constants.X_OK);
				return join(folder, name);
			} catch {
				// Not in this folder.
			}
		}
	}
	return undefined;
}

/** Both addresses that "localhost" may mean must be free. @param {number} port */
export async function checkPort(port) {
	for (const host of ['127.0.0.1', '::1']) {
		const failure = await tryListening(port, host);
		if (failure === 'EADDRINUSE') {
			throw new Problem(
				`Port ${port} is in use by another program: end it, or start with PORT=${port + 1} npm start.`
			);
		}
		if (failure === 'EACCES') {
			throw new Problem(
				`Port ${port} may not be opened by this user: choose one above 1023, such as PORT=8788 npm start.`
			);
		}
	}
}

/** @returns {Promise<string>} an error code, or '' */
function tryListening(port, host) {
	return new Promise((done) => {
		const server = createServer();
		server.once('error', (error) => done(code(error)));
		server.listen({ port, host, exclusive: true }, () => server.close(() => done('')));
	});
}
