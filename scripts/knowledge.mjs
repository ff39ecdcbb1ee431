// npm run -s knowledge: adds, lists and removes documents of a running Segue over its HTTP API. Needs no package.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { adminKeyPath, readAdminKey } from './start/admin-key.mjs';
import { Problem } from './start/problem.mjs';
import { addAll } from './knowledge/add.mjs';
import { readArguments, USAGE } from './knowledge/arguments.mjs';
import { createClient } from './knowledge/client.mjs';
import { createProgress } from './knowledge/progress.mjs';
import { findSources } from './knowledge/sources.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
	if (!(thrown instanceof Problem)) throw thrown;
	console.error(thrown.message);
	process.exitCode = thrown.exitCode;
}

/** @param {string[]} args */
async function main(args) {
	const { command, names, tags, audience, json } = readArguments(args);
	if (command === 'help') {
		console.log(USAGE);
		return args.length === 0 ? 2 : 0;
	}
	const client = createClient({ url: process.env.SEGUE_URL || 'http://localhost:8788', key: findKey() });
	if (command === 'add') return add(client, { names, tags, audience, json });
	if (command === 'list') return list(client, json);
	return remove(client, names, json);
}

function findKey() {
	if (process.env.SEGUE_KEY) return process.env.SEGUE_KEY;
	const state = resolve(ROOT, process.env.SEGUE_STATE || '.segue');
	const key = readAdminKey(state);
	if (key) return key;
	throw new Problem(
		`No key: ${adminKeyPath(state)} is not there yet; start Segue once with npm start, or set SEGUE_KEY.`,
		2
	);
}

async function add(client, { names, tags, audience, json }) {
	const found = findSources(names);
	if (found.length === 0) throw new Problem('There is no Markdown, text, HTML, PDF or Word file in there.');
	const progress = createProgress(found.length, process.stderr);
	/** @type {{name: string, message: string}[]} */
	const failures = [];
	const tally = await addAll({
		client,
		found,
		tags,
		...(audience ? { audience } : {}),
		onDone: (name, outcome) => progress.step(name, outcome),
		onFailed: (name, message) => {
			failures.push({ name, message });
			progress.say(`${name}: ${message}`);
		}
	});
	const { added, revised, unchanged, failed } = tally;
	if (json) console.log(JSON.stringify({ ...tally, failures }));
	else console.log(`${added} added, ${revised} revised, ${unchanged} unchanged, ${failed} failed`);
	return failed > 0 ? 1 : 0;
}

async function list(client, json) {
	const documents = await client.list();
	if (json) {
		console.log(JSON.stringify({ documents }));
		return 0;
	}
	const width = Math.min(60, Math.max(0, ...documents.map(({ name }) => name.length)));
	for (const { name, title = '', audience = '', tags = [] } of documents) {
		console.log(
			[
				name.padEnd(width),
				title,
				...(audience && audience !== 'public' ? [`(${audience})`] : []),
				...tags.map((tag) => `#${tag}`)
			].join('  ')
		);
	}
	console.error(`${documents.length} documents`);
	return 0;
}

async function remove(client, names, json) {
	const documents = new Map((await client.list()).map((document) => [document.name, document.id]));
	const missing = names.filter((name) => !documents.has(name));
	const present = names.filter((name) => documents.has(name));
	for (const name of present) {
		await client.remove(documents.get(name));
		if (!json) console.log(`removed ${name}`);
	}
	for (const name of missing)
		console.error(`There is no document named ${name}; npm run -s knowledge -- list shows the names.`);
	if (json) console.log(JSON.stringify({ removed: present, missing }));
	return missing.length > 0 ? 1 : 0;
}
