// What an environment consists of, read from the wrangler.toml files: the one place where its parts are named. What the account numbers
// itself (ids of D1 and KV) is in no file of the repository; wrangler gets copies of these files with the ids filled in.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'smol-toml';
import { Problem } from '../start/problem.mjs';

export const PAGES = 'wrangler.toml';
/** In the order of their deployment: each binds only those before it, and the app binds them all. A test finds one that is missing. */
export const WORKERS = ['worker/passwords/wrangler.toml', 'worker/wrangler.toml'];

/** The vector index, as src/lib/server/platform/vectors and the embedding model need it. */
export const VECTOR_INDEX = { dimensions: 768, metric: 'cosine', filteredBy: ['documentId'] };

/** Pages tells its two environments apart by the branch a deployment says it is of. */
export const BRANCHES = { preview: 'preview', production: 'main' };

/**
 * @typedef {Record<string, any>} Configuration
 * @typedef {{path: string, name: string, deployedName: string, configuration: Configuration}} Program
 * @typedef {{d1: string[], kv: string[], r2: string[], vectorize: string[], queues: string[]}} Resources
 * @typedef {{env: import('./options.mjs').Environment, project: string, branch: string, app: Program, workers: Program[], resources: Resources}} Target
 * `deployedName` is what Cloudflare calls a Worker of this environment; KV namespaces are known by their titles.
 */

/** @param {string} root @param {import('./options.mjs').Environment} env @returns {Target} */
export function readTarget(root, env) {
	const [app, ...workers] = [PAGES, ...WORKERS].map((path) => readProgram(root, path, env));
	if (app === undefined) throw new Problem(`${PAGES} is missing.`);
	const sections = [app, ...workers].map(({ configuration }) => configuration.env[env]);
	const all = (list, name) => [...new Set(sections.flatMap((section) => list(section).map(name)))];
	return {
		env,
		project: app.name,
		branch: BRANCHES[env],
		app,
		workers,
		resources: {
			d1: all(
				(section) => section.d1_databases ?? [],
				({ database_name }) => database_name
			),
			kv: all(
				(section) => section.kv_namespaces ?? [],
				({ binding }) => namespaceTitle(app.name, binding, env)
			),
			r2: all(
				(section) => section.r2_buckets ?? [],
				({ bucket_name }) => bucket_name
			),
			vectorize: all(
				(section) => section.vectorize ?? [],
				({ index_name }) => index_name
			),
			queues: all(
				(section) => [...(section.queues?.producers ?? []), ...(section.queues?.consumers ?? [])],
				({ queue }) => queue
			)
		}
	};
}

/** @returns {Program} */
function readProgram(root, path, env) {
	/** @type {Configuration} */
	let configuration;
	try {
		configuration = parse(readFileSync(join(root, path), 'utf8'));
	} catch (thrown) {
		throw new Problem(`${path} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}`);
	}
	const name = String(configuration.name);
	const section = configuration.env?.[env];
	if (section === undefined)
		throw new Problem(`${path} has no [env.${env}]: it must list its bindings there.`);
	return { path, name, deployedName: section.name ?? `${name}-${env}`, configuration };
}

const namespaceTitle = (project, binding, env) => `${project}-${binding.toLowerCase()}-${env}`;

/** Settings of an environment that stand in the files: a secret of the same name would be refused by Cloudflare. @param {Target} target */
export const settingsInFiles = ({ app, workers, env }) =>
	new Set([app, ...workers].flatMap(({ configuration }) => Object.keys(configuration.env[env].vars ?? {})));

/** @param {string} folder @param {Program} program */
export const configurationFile = (folder, { path }) =>
	join(folder, 'configuration', path === PAGES ? 'app' : dirname(path), 'wrangler.json');

/**
 * Writes the copies that wrangler reads, one folder a program: Pages takes its configuration only from the folder it is run in.
 * @param {{root: string, folder: string, target: Target, buildFolder: string, ids: {d1: Record<string, string>, kv: Record<string, string>}}} order
 */
export function writeConfigurations({ root, folder, target, buildFolder, ids }) {
	for (const program of [target.app, ...target.workers]) {
		const path = configurationFile(folder, program);
		mkdirSync(dirname(path), { recursive: true });
		const filled = fill({ root, target, program, buildFolder, ids });
		writeFileSync(path, `${JSON.stringify(filled, null, '\t')}\n`);
	}
}

function fill({ root, target, program, buildFolder, ids }) {
	const from = dirname(join(root, program.path));
	const configuration = structuredClone(program.configuration);
	const section = configuration.env[target.env];
	for (const database of section.d1_databases ?? []) {
		database.database_id = ids.d1[database.database_name] ?? database.database_id;
		database.migrations_dir = resolve(from, database.migrations_dir ?? 'migrations');
	}
	for (const namespace of section.kv_namespaces ?? [])
		namespace.id = ids.kv[namespaceTitle(target.project, namespace.binding, target.env)] ?? namespace.id;
	if (configuration.main !== undefined) configuration.main = resolve(from, configuration.main);
	if (configuration.pages_build_output_dir !== undefined) configuration.pages_build_output_dir = buildFolder;
	// The other environment has no ids here, and its section no use.
	configuration.env = { [target.env]: section };
	return configuration;
}
