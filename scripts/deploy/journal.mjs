// What a deploy has begun, done and must be able to take back. Written whole or not at all, before and after each step: whatever moment
// the process dies at, the next run knows. While the file is there, a deploy is unfinished.
import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{workers: Record<string, string | null>, pages: {id: string, url: string} | null}} Before
 * What ran when nothing had been changed yet: version ids of Workers, the app's deployment; null where there was none.
 * @typedef {{
 *   id: string, env: string, release: string, state: 'deploying' | 'undoing', startedAt: string,
 *   begun: string[], done: string[], before?: Before, fingerprint?: string, deployment?: {id: string, url: string}
 * }} Journal
 */

/** @param {string} folder */
export function openJournal(folder) {
	const path = join(folder, 'journal.json');
	return {
		/** @returns {Journal | undefined} undefined also when the file is no journal: then there is nothing to go by. */
		read() {
			try {
				const read = JSON.parse(readFileSync(path, 'utf8'));
				return Array.isArray(read?.done) && Array.isArray(read.begun) ? read : undefined;
			} catch {
				return undefined;
			}
		},
		/** @param {Journal} journal */
		write(journal) {
			writeFileSync(`${path}.new`, JSON.stringify(journal, null, '\t'), { mode: 0o600 });
			renameSync(`${path}.new`, path);
		},
		/** Ends it: one line in the history. @param {Journal} journal @param {string} outcome */
		close({ id, env, release, startedAt, deployment }, outcome) {
			const line = { id, env, release, outcome, startedAt, endedAt: new Date().toISOString(), deployment };
			appendFileSync(join(folder, 'history.jsonl'), `${JSON.stringify(line)}\n`, { mode: 0o600 });
			rmSync(path, { force: true });
		}
	};
}
/** @typedef {ReturnType<typeof openJournal>} JournalFile */
