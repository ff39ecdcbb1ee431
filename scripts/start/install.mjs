// Installs what package-lock.json names, when what is installed is not that.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findProgram } from './checks.mjs';
import { Problem } from './problem.mjs';
import { run } from './processes.mjs';

/** @param {string} root */
export function needsInstall(root) {
	const wanted = readLock(join(root, 'package-lock.json'));
	if (!wanted)
		throw new Problem('package-lock.json is missing or broken: get a whole copy of Segue with git clone.');
	// npm writes this one last: an interrupted installation has none.
	const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
	return !installed || !existsSync(join(root, 'node_modules', '.bin')) || differs(wanted, installed);
}

/**
 * @typedef {Record<string, {version?: string, integrity?: string, optional?: boolean, devOptional?: boolean}>} Packages
 * @param {Packages} wanted @param {Packages} installed
 */
export function differs(wanted, installed) {
	return Object.entries(wanted).some(([path, entry]) => {
		if (path === '') return false;
		const found = installed[path];
		// Packages for other systems are optional, and not installed here.
		if (!found) return entry.optional !== true && entry.devOptional !== true;
		return found.version !== entry.version || found.integrity !== entry.integrity;
	});
}

/** @returns {Packages | undefined} */
function readLock(path) {
	try {
		return JSON.parse(readFileSync(path, 'utf8')).packages ?? undefined;
	} catch {
		return undefined;
	}
}

/** @param {{root: string, log: string}} where */
export async function install({ root, log }) {
	// npm must not run on the node that lives in the very folder it empties.
	const path = withoutOwnBin(process.env.PATH ?? '', root);
	const npm = findProgram('npm', path);
	if (!npm)
		throw new Problem(
			'npm was not found: it comes with Node from nodejs.org; install that, then start again.'
		);
	await run(npm, ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
		cwd: root,
		env: { ...withoutNpm(process.env), PATH: path },
		log,
		failure: 'The packages could not be installed'
	});
}

const withoutOwnBin = (path, root) =>
	path
		.split(delimiter)
		.filter((folder) => !folder.startsWith(join(root, 'node_modules')))
		.join(delimiter);

/** What an outer `npm run` sets would steer the inner npm. */
const withoutNpm = (environment) =>
	Object.fromEntries(
		Object.entries(environment).filter(
			([name]) =>
				!/^npm_(config_(local_prefix|prefix|global)|package|lifecycle|command|node|execpath)/.test(name)
		)
	);

/** The Node that Segue's tools run on, whatever started us. @param {string} root */
export function ownNode(root) {
	const own = join(root, 'node_modules', 'node', 'bin', 'node');
	return existsSync(own) ? own : process.execPath;
}
