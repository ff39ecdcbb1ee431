// Puts a release in force, and takes one back. Each part first notes what ran before; going back is asked for by what runs now, so that
// it may be repeated. Migrations are never taken back: they only expand (drizzle/README.md), and the code before works with them.
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '../start/problem.mjs';
import { configurationFile } from './configuration.mjs';
import { WranglerFailure } from './wrangler.mjs';

/** Cloudflare says so of a Worker that was never deployed. */
const NEVER_DEPLOYED = /\[code: 10007\]|does not exist|has no deployments/i;

/**
 * @param {{
 *   wrangler: import('./wrangler.mjs').Wrangler, pages: import('./pages-interface.mjs').PagesInterface,
 *   target: import('./configuration.mjs').Target, folder: string, buildFolder: string, release: string, say: (line: string) => void
 * }} order
 */
export function createRelease({ wrangler, pages, target, folder, buildFolder, release, say }) {
	const appFolder = dirname(configurationFile(folder, target.app));
	/** The build that last passed, for going back in the preview. */
	const lastGood = join(folder, 'last-good-build');

	/**
	 * A Worker by name and with its own configuration: wrangler otherwise finds the app's, and refuses to do to Pages what is a Worker's.
	 * Not with --env as well, which would be added to the name.
	 * @param {string} name
	 */
	function workerNamed(name) {
		const program = target.workers.find(({ deployedName }) => deployedName === name);
		return [...(program ? ['--config', configurationFile(folder, program)] : []), '--name', name];
	}

	/** @param {string} name @returns {Promise<string | null>} the version most visitors get */
	async function runningVersion(name) {
		try {
			const { versions } = await wrangler.json(`What runs as ${name} could not be found`, [
				...['deployments', 'status', ...workerNamed(name), '--json']
			]);
			const [most] = [...versions].sort((a, b) => b.percentage - a.percentage);
			return most?.version_id ?? null;
		} catch (thrown) {
			if (thrown instanceof WranglerFailure && NEVER_DEPLOYED.test(thrown.output)) return null;
			throw thrown;
		}
	}

	/** @returns {Promise<{id: string, url: string} | null>} */
	async function runningApp() {
		if (target.env === 'production') return pages.live();
		const list = await wrangler.json('The deployments of the app could not be listed', [
			...['pages', 'deployment', 'list', '--project-name', target.project],
			...['--environment', 'preview', '--json']
		]);
		const newest = list.find(({ Branch }) => Branch === target.branch);
		return newest ? { id: newest.Id, url: newest.Deployment } : null;
	}

	/** @param {string} from @param {string} words */
	async function uploadApp(from, words) {
		const outputFile = join(folder, 'pages-output.jsonl');
		rmSync(outputFile, { force: true });
		await wrangler.run(
			'The app could not be deployed',
			[
				...['pages', 'deploy', from, '--project-name', target.project, '--branch', target.branch],
				...['--commit-dirty=true', '--commit-message', words]
			],
			{ cwd: appFolder, outputFile }
		);
		return readDeployment(outputFile);
	}

	/** One that reaches no database needs no setting either: the Worker that hashes passwords gets no secret. */
	const takesSettings = ({ configuration }) => configuration.env[target.env].d1_databases !== undefined;

	return {
		/** @returns {Promise<import('./journal.mjs').Before>} */
		async note() {
			/** @type {Record<string, string | null>} */
			const workers = {};
			for (const { deployedName } of target.workers)
				workers[deployedName] = await runningVersion(deployedName);
			return { workers, pages: await runningApp() };
		},

		async migrate() {
			const program = target.workers.find(takesSettings);
			if (program === undefined) return;
			await wrangler.run('The database could not be brought up to date', [
				...['d1', 'migrations', 'apply', 'DB', '--remote', '--env', target.env],
				...['--config', configurationFile(folder, program)]
			]);
		},

		/** By standard input, before the code: the app takes its secrets at the moment it is deployed. @param {Record<string, string>} secrets */
		async setSecrets(secrets) {
			const stdin = JSON.stringify(secrets);
			for (const program of target.workers.filter(takesSettings)) {
				await wrangler.run(
					`The secrets of ${program.deployedName} could not be set`,
					['secret', 'bulk', ...workerNamed(program.deployedName)],
					{ stdin }
				);
			}
			await wrangler.run(
				'The secrets of the app could not be set',
				['pages', 'secret', 'bulk', '--project-name', target.project, '--env', target.env],
				{ stdin, cwd: appFolder }
			);
		},

		/** Names that are set already: the app has them all. */
		async secretNames() {
			const listed = await wrangler.run(
				'The secrets of the app could not be listed',
				['pages', 'secret', 'list', '--project-name', target.project, '--env', target.env],
				{ cwd: appFolder }
			);
			return new Set([...listed.matchAll(/^\s*-\s+([A-Z][A-Z0-9_]*):/gm)].map(([, name]) => name));
		},

		/** @param {import('./configuration.mjs').Program} program */
		async deployWorker(program) {
			await wrangler.run(`The Worker ${program.deployedName} could not be deployed`, [
				...['deploy', '--config', configurationFile(folder, program), '--env', target.env],
				...['--message', `Segue ${release}`, '--tag', release.slice(0, 12)]
			]);
		},

		deployApp: () => uploadApp(buildFolder, `Segue ${release}`),

		keepBuild() {
			if (target.env === 'production') return;
			rmSync(lastGood, { recursive: true, force: true });
			cpSync(buildFolder, lastGood, { recursive: true });
		},

		/** @param {string} name @param {string | null | undefined} version */
		async restoreWorker(name, version) {
			const running = await runningVersion(name);
			if (running === version || running === null) return;
			if (version === null || version === undefined)
				return say(`${name} was not there before: it stays, and nothing binds it but this release`);
			await wrangler.run(`${name} could not be rolled back`, [
				...['rollback', version, ...workerNamed(name), '--yes', '--message', `Undo ${release}`]
			]);
			say(`${name} is back at version ${version}`);
		},

		/** @param {{id: string, url: string} | null | undefined} before */
		async restoreApp(before) {
			const running = await runningApp();
			if (running === null || running.id === before?.id) return;
			if (target.env === 'production') {
				if (!before)
					return say('the app was not there before: what was deployed stays until the next deploy');
				await pages.goBack(before.id);
				return say(`the app is back at ${before.url}`);
			}
			if (before && existsSync(lastGood)) {
				await uploadApp(lastGood, 'Back at the build before');
				return say('the build before has been deployed again');
			}
			await wrangler.run('The failed preview could not be deleted', [
				...['pages', 'deployment', 'delete', running.id, '--project-name', target.project, '--force']
			]);
			say('the failed preview has been deleted');
		}
	};
}
/** @typedef {ReturnType<typeof createRelease>} Release */

function readDeployment(path) {
	try {
		const lines = readFileSync(path, 'utf8').trim().split('\n');
		const entries = lines.map((line) => JSON.parse(line));
		const { deployment_id: id, url } = entries.find(({ type }) => type === 'pages-deploy');
		return { id, url };
	} catch {
		throw new Problem(
			'wrangler did not say where it has put the app: run the same command again, and it is deployed once more.'
		);
	}
}
