// Makes what an environment needs and the account does not have yet; finds what is there. Asking again changes nothing.
import { Problem } from '../start/problem.mjs';
import { VECTOR_INDEX } from './configuration.mjs';

/**
 * @param {{wrangler: import('./wrangler.mjs').Wrangler, target: import('./configuration.mjs').Target, say: (line: string) => void}} order
 * @returns {Promise<{d1: Record<string, string>, kv: Record<string, string>}>} the ids the account gave, by name
 */
export async function ensureResources({ wrangler, target, say }) {
	const { resources } = target;
	const ids = {
		d1: await ensureDatabases(wrangler, resources.d1, say),
		kv: await ensureNamespaces(wrangler, resources.kv, say)
	};
	await ensureBuckets(wrangler, resources.r2, say);
	await ensureVectorIndexes(wrangler, resources.vectorize, say);
	await ensureQueues(wrangler, resources.queues, say);
	await ensureProject(wrangler, target, say);
	return ids;
}

async function ensureDatabases(wrangler, names, say) {
	const list = async () =>
		new Map(
			(await wrangler.json('The databases could not be listed', ['d1', 'list', '--json'])).map(
				({ name, uuid }) => [name, uuid]
			)
		);
	let known = await list();
	for (const name of names) {
		if (known.has(name)) continue;
		await wrangler.run(`The database ${name} could not be made`, ['d1', 'create', name]);
		say(`made the database ${name}`);
		known = await list();
	}
	return pick(known, names);
}

async function ensureNamespaces(wrangler, titles, say) {
	const list = async () =>
		new Map(
			(await wrangler.json('The KV namespaces could not be listed', ['kv', 'namespace', 'list'])).map(
				({ title, id }) => [title, id]
			)
		);
	let known = await list();
	for (const title of titles) {
		if (known.has(title)) continue;
		await wrangler.run(`The KV namespace ${title} could not be made`, ['kv', 'namespace', 'create', title]);
		say(`made the KV namespace ${title}`);
		known = await list();
	}
	return pick(known, titles);
}

async function ensureBuckets(wrangler, names, say) {
	if (names.length === 0) return;
	// wrangler has no JSON for this one.
	const listed = await wrangler.run('The R2 buckets could not be listed', ['r2', 'bucket', 'list']);
	const known = new Set([...listed.matchAll(/^\s*name:\s+(\S+)\s*$/gm)].map(([, name]) => name));
	for (const name of names) {
		if (known.has(name)) continue;
		await wrangler.run(`The R2 bucket ${name} could not be made`, ['r2', 'bucket', 'create', name]);
		say(`made the R2 bucket ${name}`);
	}
}

async function ensureVectorIndexes(wrangler, names, say) {
	if (names.length === 0) return;
	const { dimensions, metric, filteredBy } = VECTOR_INDEX;
	const known = new Map(
		(await wrangler.json('The vector indexes could not be listed', ['vectorize', 'list', '--json'])).map(
			({ name, config }) => [name, config]
		)
	);
	for (const name of names) {
		const config = known.get(name);
		if (config === undefined) {
			const shape = ['--dimensions', String(dimensions), '--metric', metric];
			await wrangler.run(`The vector index ${name} could not be made`, [
				'vectorize',
				'create',
				name,
				...shape
			]);
			say(`made the vector index ${name}`);
		} else if (config.dimensions !== dimensions || config.metric !== metric) {
			throw new Problem(
				`The vector index ${name} is there with ${config.dimensions} dimensions and ${config.metric}; Segue needs ${dimensions} and ${metric}. Delete it (npx wrangler vectorize delete ${name}) and deploy again: its vectors are made anew from the database.`
			);
		}
		const filters = await wrangler.json(`The filters of the vector index ${name} could not be listed`, [
			...['vectorize', 'list-metadata-index', name, '--json']
		]);
		const present = new Set(filters.map(({ propertyName }) => propertyName));
		for (const property of filteredBy) {
			if (present.has(property)) continue;
			// Vectors count for a filter only when they are written after it: before the first document is.
			await wrangler.run(`The filter ${property} of the vector index ${name} could not be made`, [
				...['vectorize', 'create-metadata-index', name, '--propertyName', property, '--type', 'string']
			]);
			say(`made the filter ${property} of ${name}`);
		}
	}
}

async function ensureQueues(wrangler, names, say) {
	if (names.length === 0) return;
	const listed = await wrangler.run('The queues could not be listed', ['queues', 'list']);
	for (const name of names) {
		if (new RegExp(`(^|[\\s│])${name}([\\s│]|$)`, 'm').test(listed)) continue;
		await wrangler.run(`The queue ${name} could not be made`, ['queues', 'create', name]);
		say(`made the queue ${name}`);
	}
}

async function ensureProject(wrangler, { project, app }, say) {
	const projects = await wrangler.json('The Pages projects could not be listed', [
		...['pages', 'project', 'list', '--json']
	]);
	const found = projects.find((row) => row['Project Name'] === project);
	if (found?.['Git Provider'] === 'Yes')
		throw new Problem(
			`The Pages project ${project} builds from a git repository, and such a project takes no other deploys: rename Segue’s in wrangler.toml, or disconnect it.`
		);
	if (found !== undefined) return;
	const { compatibility_date: date, compatibility_flags: flags = [] } = app.configuration;
	await wrangler.run(`The Pages project ${project} could not be made`, [
		...[
			'pages',
			'project',
			'create',
			project,
			'--production-branch',
			'main',
			'--compatibility-date',
			String(date)
		],
		...flags.flatMap((flag) => ['--compatibility-flag', flag])
	]);
	say(`made the Pages project ${project}`);
}

function pick(known, names) {
	/** @type {Record<string, string>} */
	const found = {};
	for (const name of names) {
		const id = known.get(name);
		if (id === undefined)
			throw new Problem(
				`${name} was made, but the account does not list it yet: run the same command again in a minute.`
			);
		found[name] = id;
	}
	return found;
}
