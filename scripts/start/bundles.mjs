// The three programs of Segue, each bundled once into one module, as a deployment would send it. Where wrangler is given more it bundles at
// every start, which takes seconds, and then keeps comparing what it bundled with the disk, ten times a second, for as long as it runs: a
// quarter of a core. `npm run dev` is what has a use for that.
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PAGES, stamped } from './build.mjs';
import { wranglerEnvironment } from './environment.mjs';
import { ownNode } from './install.mjs';
import { run } from './processes.mjs';

const FOLDER = '.svelte-kit/bundles';

/** @type {import('./build.mjs').Product} */
export const BUNDLES = {
	sources: [...PAGES.sources, 'worker'],
	stamp: 'segue-bundles.json',
	output: 'bundles/companion/index.js'
};

/**
 * @typedef {{app: string, companion: string, passwords: string}} Served
 * What wrangler serves, relative to the checkout: a folder of pages, and two configurations.
 */

/** @type {Served} */
export const SOURCES = {
	app: '.svelte-kit/cloudflare',
	companion: 'worker/wrangler.toml',
	passwords: 'worker/passwords/wrangler.toml'
};

/** @type {Served} */
export const BUNDLED = {
	app: `${FOLDER}/app`,
	companion: `${FOLDER}/companion/wrangler.json`,
	passwords: `${FOLDER}/passwords/wrangler.json`
};

/** Of what was built before. @param {{root: string, logs: string}} where */
export const bundle = (where) =>
	stamped(where.root, BUNDLES, async () => {
		rmSync(join(where.root, FOLDER), { recursive: true, force: true });
		await Promise.all([bundleApp(where), bundleWorker(where, 'companion'), bundleWorker(where, 'passwords')]);
	});

async function bundleApp({ root, logs }) {
	const folder = join(root, BUNDLED.app);
	cpSync(join(root, SOURCES.app), folder, { recursive: true });
	rmSync(join(folder, '_worker.js'));
	// wrangler bundles no Pages app by itself: the same, as a Worker.
	const { name, compatibility_date, compatibility_flags } = await readConfiguration(root, 'wrangler.toml');
	const main = join(root, SOURCES.app, '_worker.js');
	const draft = join(root, FOLDER, 'app-as-a-worker');
	const configuration = join(draft, 'wrangler.json');
	mkdirSync(draft);
	writeFileSync(configuration, JSON.stringify({ name, main, compatibility_date, compatibility_flags }));
	await bundleWith({ root, logs, name: 'app', configuration, folder: draft });
	const modules = join(folder, '_worker.js');
	mkdirSync(modules);
	renameSync(join(draft, '_worker.js'), join(modules, 'app.js'));
	// By a name that is not written into the import, or wrangler would find it and bundle it again.
	writeFileSync(
		join(modules, 'index.js'),
		"const app = './app.js';\nexport default (await import(app)).default;\n"
	);
	rmSync(draft, { recursive: true });
}

/** @param {{root: string, logs: string}} where @param {'companion' | 'passwords'} name */
async function bundleWorker({ root, logs }, name) {
	const folder = join(root, dirname(BUNDLED[name]));
	await bundleWith({ root, logs, name, configuration: join(root, SOURCES[name]), folder });
	const { main, ...configuration } = await readConfiguration(root, SOURCES[name]);
	// The local environment is the one without a name.
	delete configuration.env;
	writeFileSync(
		join(root, BUNDLED[name]),
		JSON.stringify({ ...configuration, main: `${basename(main, '.ts')}.js`, no_bundle: true })
	);
}

async function bundleWith({ root, logs, name, configuration, folder }) {
	const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
	mkdirSync(folder, { recursive: true });
	const args = ['deploy', '--dry-run', '--env', '', '--outdir', folder, '-c', configuration];
	await run(ownNode(root), [wrangler, ...args], {
		cwd: root,
		env: {
			...wranglerEnvironment({ root, state: logs, settings: {} }),
			WRANGLER_LOG_PATH: join(logs, 'wrangler'),
			CI: 'true'
		},
		log: join(logs, `bundle-${name}.log`),
		failure: `What serves Segue could not be bundled (${name})`
	});
}

/** @returns {Promise<Record<string, any>>} */
async function readConfiguration(root, path) {
	// Not there before the packages are.
	const { parse } = await import('smol-toml');
	return parse(readFileSync(join(root, path), 'utf8'));
}
