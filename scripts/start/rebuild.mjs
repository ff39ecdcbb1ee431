// npm run dev: builds again when a source changes. wrangler sees the new pages, and the Worker's sources, by itself; state is kept.
import { watch } from 'node:fs';
import { join } from 'node:path';
import { build, needsBuild } from './build.mjs';
import { Problem } from './problem.mjs';

/** Editors write a file in several strokes. */
const SETTLE_MS = 150;
const WATCHED = ['src', 'messages', 'static'];

/** @param {{root: string, logs: string}} where @returns {() => void} stops watching */
export function rebuildOnChange({ root, logs }) {
	/** @type {NodeJS.Timeout | undefined} */
	let timer;
	let isBuilding = false;
	let isStopped = false;

	async function rebuild() {
		if (isBuilding || isStopped) return;
		isBuilding = true;
		const since = Date.now();
		try {
			// What changed while building is built as well; a file saved without a change is not.
			let isNew = false;
			for (; needsBuild(root); isNew = true) await build({ root, logs });
			if (isNew) console.log(`Built again in ${((Date.now() - since) / 1000).toFixed(1)} s`);
		} catch (thrown) {
			if (!(thrown instanceof Problem)) throw thrown;
			if (!isStopped) console.error(thrown.message);
		} finally {
			isBuilding = false;
		}
	}

	const watchers = WATCHED.map((folder) =>
		watch(join(root, folder), { recursive: true }, (_, name) => {
			if (!name || /(^|\/)paraglide(\/|$)/.test(String(name))) return;
			clearTimeout(timer);
			timer = setTimeout(() => void rebuild(), SETTLE_MS);
		})
	);
	return () => {
		isStopped = true;
		clearTimeout(timer);
		for (const watcher of watchers) watcher.close();
	};
}
