// npm leaves a platform's package out of package-lock.json when the registry at hand does not have it, and then `npm ci` refuses the lock
// everywhere. Packages name their platform packages with exact versions, so the lock can be completed without the registry:
//   node scripts/complete-lock.mjs          adds what is missing
//   node scripts/complete-lock.mjs --check  only says whether something is
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @typedef {{version?: string, optional?: boolean, dev?: boolean, os?: string[], cpu?: string[], libc?: string[], optionalDependencies?: Record<string, string>, engines?: object, integrity?: string, license?: string}} Entry */
/** @typedef {Record<string, Entry>} Packages */

const EXACT = /^\d+\.\d+\.\d+[-+.\w]*$/;
const SYSTEMS = {
	darwin: 'darwin',
	linux: 'linux',
	linuxmusl: 'linux',
	win32: 'win32',
	windows: 'win32',
	android: 'android',
	freebsd: 'freebsd',
	openharmony: 'openharmony'
};
const PROCESSORS = {
	x64: 'x64',
	64: 'x64',
	arm64: 'arm64',
	ia32: 'ia32',
	arm: 'arm',
	ppc64: 'ppc64',
	riscv64: 'riscv64',
	s390x: 's390x'
};

/** What a platform package's name says of where it runs, or undefined when the name says no system. @param {string} name */
export function platformOf(name) {
	const words = name.split(/[-/]/);
	const os = words.flatMap((word) => SYSTEMS[word] ?? []);
	const cpu = words.flatMap((word) => PROCESSORS[word] ?? []);
	if (os.length === 0 || cpu.length === 0) return undefined;
	const libc = words.some((word) => word.includes('musl'))
		? ['musl']
		: words.some((word) => word.startsWith('gnu'))
			? ['glibc']
			: [];
	return { os: os.slice(0, 1), cpu: cpu.slice(0, 1), ...(libc.length > 0 ? { libc } : {}) };
}

/** Platform packages that a package of the lock names and the lock does not hold. @param {Packages} packages */
export function missingPlatforms(packages) {
	return Object.entries(packages).flatMap(([parent, entry]) =>
		Object.entries(entry.optionalDependencies ?? {})
			.filter(
				([name, version]) =>
					parent !== '' && EXACT.test(version) && !resolves(packages, parent, name, version)
			)
			.map(([name, version]) => ({ parent, name, version, path: placeFor(packages, parent, name) }))
			.filter(({ name }) => platformOf(name) !== undefined)
	);
}

/** Node's own look-up: the nearest node_modules that holds the name. */
function resolves(packages, parent, name, version) {
	const found = lookUp(parent).find((folder) => packages[`${folder}${name}`]);
	return found !== undefined && packages[`${found}${name}`]?.version === version;
}

/** Folders that are searched for what `parent` needs, nearest first. */
function lookUp(parent) {
	const folders = [`${parent}/node_modules/`];
	for (
		let at = parent.lastIndexOf('node_modules/');
		at >= 0;
		at = parent.lastIndexOf('node_modules/', at - 1)
	) {
		folders.push(parent.slice(0, at + 'node_modules/'.length));
		if (at === 0) break;
	}
	return folders;
}

/** Beside the parent when that place is free, else inside it. */
function placeFor(packages, parent, name) {
	const [inside = '', beside = ''] = lookUp(parent);
	return packages[`${beside}${name}`] ? `${inside}${name}` : `${beside}${name}`;
}

/** @param {{packages: Packages}} lock @returns {number} how many were added */
export function completeLock(lock) {
	let added = 0;
	// One at a time: where the next one goes depends on where this one went.
	for (let [next] = missingPlatforms(lock.packages); next; [next] = missingPlatforms(lock.packages)) {
		const { parent, name, version, path } = next;
		const isDev = lock.packages[parent]?.dev === true;
		lock.packages[path] = { version, ...platformOf(name), ...(isDev ? { dev: true } : {}), optional: true };
		added++;
	}
	if (added > 0)
		lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
	return added;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const path = fileURLToPath(new URL('../package-lock.json', import.meta.url));
	const lock = JSON.parse(readFileSync(path, 'utf8'));
	const added = completeLock(lock);
	if (process.argv.includes('--check')) {
		console.log(`${added} platform packages are missing from package-lock.json`);
		process.exitCode = added > 0 ? 1 : 0;
	} else {
		if (added > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
		console.log(`${added} platform packages added to package-lock.json`);
	}
}
