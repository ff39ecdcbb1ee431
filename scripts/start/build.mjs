// Builds the app when what it is made of changed. The stamp lies beside what was built and names both: an interrupted build, a build by
// hand and a changed source all make a new one.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownNode } from './install.mjs';
import { run } from './processes.mjs';

/**
 * @typedef {{sources: string[], stamp: string, output: string}} Product
 * What is built: of which files and folders, relative to the checkout; its stamp, and one file of it, below .svelte-kit.
 */

/** @type {Product} */
export const PAGES = {
	sources: [
		'src',
		'messages',
		'static',
		'demo/examples.json',
		'project.inlang/settings.json',
		'package.json',
		'package-lock.json',
		'svelte.config.js',
		'vite.config.ts',
		'tsconfig.json',
		'wrangler.toml'
	],
	stamp: 'segue-build.json',
	output: 'cloudflare/_worker.js'
};
/** Made by the build itself, or no part of it. */
const PASSED_OVER = /(^|\/)(paraglide|node_modules)$|\.(test|contract)\.ts$/;

/** @param {string} root @param {string[]} [sources] */
export function hashSources(root, sources = PAGES.sources) {
	const hash = createHash('sha256');
	for (const path of sources.flatMap((source) => filesUnder(root, source))) {
		const bytes = readFileSync(join(root, path));
		hash.update(`${path}\0${bytes.length}\0`).update(bytes);
	}
	return hash.digest('hex');
}

/** @returns {string[]} relative paths in one fixed order */
function filesUnder(root, path) {
	if (PASSED_OVER.test(path)) return [];
	const full = join(root, path);
	if (!existsSync(full)) return [];
	if (!statSync(full).isDirectory()) return [path];
	return readdirSync(full)
		.sort()
		.flatMap((name) => filesUnder(root, `${path}/${name}`));
}

const built = (root, name) => join(root, '.svelte-kit', name);

/** @param {string} root @param {Product} [product] */
export function needsBuild(root, product = PAGES) {
	try {
		const stamp = JSON.parse(readFileSync(built(root, product.stamp), 'utf8'));
		return (
			stamp.sources !== hashSources(root, product.sources) || stamp.output !== describeOutput(root, product)
		);
	} catch {
		return true;
	}
}

function describeOutput(root, { output }) {
	const { size, mtimeMs } = statSync(built(root, output));
	return `${size} ${mtimeMs}`;
}

/** Leaves its stamp when `work` came to its end. @param {string} root @param {Product} product @param {() => Promise<void>} work */
export async function stamped(root, product, work) {
	const sources = hashSources(root, product.sources);
	rmSync(built(root, product.stamp), { force: true });
	await work();
	mkdirSync(join(root, '.svelte-kit'), { recursive: true });
	writeFileSync(
		built(root, product.stamp),
		JSON.stringify({ sources, output: describeOutput(root, product) })
	);
}

/** Messages, then pages. @param {{root: string, logs: string}} where */
export const build = ({ root, logs }) =>
	stamped(root, PAGES, async () => {
		const env = {
			...process.env,
			NODE_ENV: 'production',
			PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`
		};
		await compileMessages({ root, logs });
		const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
		await run(ownNode(root), [vite, 'build', '--logLevel', 'warn'], {
			cwd: root,
			env,
			log: join(logs, 'build.log'),
			failure: 'The pages could not be built'
		});
	});

/** Runs the `messages` script of package.json, the one place that knows its options. @param {{root: string, logs: string}} where */
export async function compileMessages({ root, logs }) {
	const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	await run('/bin/sh', ['-c', scripts.messages], {
		cwd: root,
		env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` },
		log: join(logs, 'messages.log'),
		failure: 'The messages could not be compiled'
	});
}
