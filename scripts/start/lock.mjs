// One start per state folder: two would write into the same database. The lock names its process and what that process started, so
// that a start after a power cut (or kill -9) recovers by itself, ending what was left running.
import { readFileSync, renameSync, rmSync, writeFileSync, linkSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, endGroup, isAlive } from './processes.mjs';
import { Problem } from './problem.mjs';

/**
 * @typedef {{pid: number, startedAt: number, port: number, serverPids?: number[]}} Holder
 */

/**
 * Takes the lock, or throws Problem when a living start holds it.
 * @param {string} state
 * @param {number} port
 * @param {{isRunning?: (holder: Holder) => boolean, endLeftovers?: (holder: Holder, state: string) => Promise<void>}} [world]
 */
export async function takeLock(
	state,
	port,
	{ isRunning = isStartRunning, endLeftovers = endLeftServer } = {}
) {
	const path = join(state, 'lock');
	/** @type {Holder} */
	const own = { pid: process.pid, startedAt: Date.now(), port };
	for (;;) {
		if (createWhole(path, own)) break;
		const holder = read(path);
		if (holder && holder.pid !== process.pid && isRunning(holder)) {
			throw new Problem(
				`Segue is already running on this state folder (${state}, http://localhost:${holder.port}, process ${holder.pid}): end it first, or set SEGUE_STATE to another folder.`
			);
		}
		if (holder) await endLeftovers(holder, state);
		// Whoever renames the stale lock away first goes on; the other finds it gone or anew.
		try {
			renameSync(path, `${path}.stale-${process.pid}`);
			rmSync(`${path}.stale-${process.pid}`, { force: true });
		} catch {
			continue;
		}
	}
	return {
		/** Notes the server's processes, each of which leads a group of its own. @param {number[]} serverPids */
		note(serverPids) {
			writeFileSync(`${path}.new`, JSON.stringify({ ...own, serverPids }));
			renameSync(`${path}.new`, path);
		},
		release() {
			if (read(path)?.pid === process.pid) rmSync(path, { force: true });
		}
	};
}

/** Creates the file with all of its words or not at all: a reader never sees half a lock. */
function createWhole(path, holder) {
	const draft = `${path}.${process.pid}`;
	writeFileSync(draft, JSON.stringify(holder));
	try {
		linkSync(draft, path);
		return true;
	} catch (thrown) {
		if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
		throw thrown;
	} finally {
		rmSync(draft, { force: true });
	}
}

/** @returns {Holder | undefined} undefined when the file is gone or is no lock */
function read(path) {
	try {
		const holder = JSON.parse(readFileSync(path, 'utf8'));
		return Number.isInteger(holder?.pid) ? holder : undefined;
	} catch {
		return undefined;
	}
}

/** A process id may have been given to another program since: its command line decides. @param {Holder} holder */
function isStartRunning(holder) {
	return isAlive(holder.pid) && /start\.mjs/.test(commandOf(holder.pid));
}

/** @param {Holder} holder @param {string} state */
async function endLeftServer({ serverPids = [] }, state) {
	await Promise.all(serverPids.filter((pid) => commandOf(pid).includes(state)).map((pid) => endGroup(pid)));
}
