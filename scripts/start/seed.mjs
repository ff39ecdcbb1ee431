// The demo school, once: its articles, a teacher's student and two conversations, through the same HTTP API that everybody uses. A marker
// in the state folder says how far it came; what was interrupted goes on there, and nothing is done twice.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addAll } from '../knowledge/add.mjs';
import { createClient } from '../knowledge/client.mjs';
import { findSources } from '../knowledge/sources.mjs';
import { holdConversation } from './demo-conversation.mjs';
import { linkDemoStudent } from './demo-students.mjs';
import { Problem } from './problem.mjs';

/** Raised when the demo gains something that older state folders should get too. */
const VERSION = 1;

/** @typedef {{version: number, knowledge: boolean, conversations: number, students: boolean}} Marker */

const markerPath = (state) => join(state, 'demo.json');

/** @returns {Marker} */
function readMarker(state) {
	const nothing = { version: VERSION, knowledge: false, conversations: 0, students: false };
	try {
		const marker = JSON.parse(readFileSync(markerPath(state), 'utf8'));
		return marker.version === VERSION ? { ...nothing, ...marker } : nothing;
	} catch {
		return nothing;
	}
}

function writeMarker(state, marker) {
	writeFileSync(`${markerPath(state)}.new`, JSON.stringify(marker));
	renameSync(`${markerPath(state)}.new`, markerPath(state));
}

/** @param {string} root @returns {{title: string, as: string, messages: string[]}[]} */
function readConversations(root) {
	const path = join(root, 'demo', 'conversations.json');
	return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
}

/** @param {string} root @param {string} state */
export function isSeeded(root, state) {
	const marker = readMarker(state);
	return marker.knowledge && marker.students && marker.conversations >= readConversations(root).length;
}

/** @param {{root: string, state: string, url: string, key: string, say: (text: string) => void}} where */
export async function seed({ root, state, url, key, say }) {
	const marker = readMarker(state);
	if (!marker.knowledge) {
		const found = findSources([join(root, 'demo', 'knowledge')]);
		let done = 0;
		/** @type {string[]} */
		const failures = [];
		await addAll({
			client: createClient({ url, key }),
			found,
			onDone: () => say(`${++done} of ${found.length} articles`),
			onFailed: (name, sentence) => failures.push(`${name}: ${sentence}`)
		});
		if (failures.length > 0)
			throw new Problem(
				`${failures.length} of the demo's articles could not be added, the first being ${failures[0]}`
			);
		marker.knowledge = true;
		writeMarker(state, marker);
	}
	if (!marker.students) {
		await linkDemoStudent({ url, key });
		marker.students = true;
		writeMarker(state, marker);
	}
	const conversations = readConversations(root);
	for (const [index, conversation] of conversations.entries()) {
		if (index < marker.conversations) continue;
		say(`conversation ${index + 1} of ${conversations.length}`);
		await holdConversation({ url, conversation });
		marker.conversations = index + 1;
		writeMarker(state, marker);
	}
}
