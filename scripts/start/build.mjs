// Builds the app when what it is made of changed. The stamp lies beside what was built and names both: an interrupted build, a build by
// hand and a changed source all make a new one.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownNode } from './install.mjs';
import { run } from './processes.mjs';

/** Files and folders the build reads, relative to the checkout. */
const SOURCES = [
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
];
/** Made by the build itself, or no part of it. */
const PASSED_OVER = /(^|\/)(paraglide|node_modules)$|\.(test|contract)\.ts$/;

/** @param {string} root @param {string[]} [sources] */
export function hashSources(root, sources = SOURCES) {
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

const stampPath = (root) => join(root, '.svelte-kit', 'segue-build.json');
const outputPath = (root) => join(root, '.svelte-kit', 'cloudflare', '_worker.js');

/** @param {string} root */
export function needsBuild(root) {
	try {
		const stamp = JSON.parse(readFileSync(stampPath(root), 'utf8'));
		return stamp.sources !== hashSources(root) || stamp.output !== describeOutput(root);
	} catch {
		return true;
	}
}

function describeOutput(root) {
	const { size, mtimeMs } = statSync(outputPath(root));
	return `${size} ${mtimeMs}`;
}

/** Messages, then pages. @param {{root: string, logs: string}} where */
export async function build({ root, logs }) {
	const sources = hashSources(root);
	rmSync(stampPath(root), { force: true });
	const node = ownNode(root);
	const env = {
		...process.env,
		NODE_ENV: 'production',
		PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`
	};
	await compileMessages({ root, logs });
	await run(node, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
		cwd: root,
		env,
		log: join(logs, 'build.log'),
		failure: 'The pages could not be built'
	});
	mkdirSync(join(root, '.svelte-kit'), { recursive: true });
	writeFileSync(stampPath(root), JSON.stringify({ sources, output: describeOutput(root) }));
}

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
