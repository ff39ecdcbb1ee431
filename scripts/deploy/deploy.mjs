// One deploy, from the plan to a checked release. Guarantees: what fails before the release begins has changed nothing that runs; what
// fails after is rolled back; a process that dies at any moment leaves a journal by which the next run goes on, or takes back.
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../start/problem.mjs';
import { readTarget, settingsInFiles, writeConfigurations } from './configuration.mjs';
import { openJournal } from './journal.mjs';
import { createPagesInterface } from './pages-interface.mjs';
import { describePlan } from './plan.mjs';
import { createRelease } from './release.mjs';
import { ensureResources } from './resources.mjs';
import { NEEDED, readSecrets } from './secrets.mjs';
import { checkDeployment } from './smoke.mjs';
import { createWrangler } from './wrangler.mjs';

/**
 * @typedef {{
 *   root: string, folder: string, wrangler: import('./wrangler.mjs').Program, environment: NodeJS.ProcessEnv, knownSettings: readonly string[],
 *   runChecks: (words: string[]) => void | Promise<void>, makeBuild: () => string | Promise<string>,
 *   say: (line: string) => void, onStart?: (stop: () => void) => void
 * }} World
 * `folder` keeps the journal, the log and the filled-in configuration; `makeBuild` says where the build lies.
 */

/** @param {import('./options.mjs').DeployOptions} options @param {World} world Throws Problem. */
export async function deploy(options, world) {
	const { root, folder, environment, say } = world;
	const target = readTarget(root, options.env);
	const taken = settingsInFiles(target);
	const secrets = options.secretsFile
		? readSecrets(options.secretsFile, { known: world.knownSettings, taken })
		: {};
	const release = readRelease(root);
	const migrations = readdirSync(join(root, 'drizzle')).filter((name) => name.endsWith('.sql'));
	say(describePlan(target, options, { release, migrations, secretNames: Object.keys(secrets) }));
	if (options.isDryRun) return say('A dry run: nothing was asked and nothing was done.');

	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const file = openJournal(folder);
	const interrupted = file.read();
	const wrangler = createWrangler({
		program: world.wrangler,
		cwd: folder,
		log: join(folder, 'deploy.log'),
		environment,
		secrets: { ...secrets, token: environment.CLOUDFLARE_API_TOKEN ?? '' }
	});
	world.onStart?.(wrangler.stop);
	const accountId = await signedInAccount(wrangler, environment);
	const pages = createPagesInterface({ wrangler, environment, accountId, project: target.project });
	const releaseFrom = (buildFolder) =>
		createRelease({ wrangler, pages, target, folder, buildFolder, release, say: indent(say) });

	if (options.isUndo || (interrupted?.state === 'undoing' && !options.isForward)) {
		if (interrupted === undefined) return say('There is nothing to take back.');
		await undo(interrupted, file, releaseFrom(''), say);
		if (options.isUndo) return;
		throw new Problem(
			'The deploy before had failed, and is taken back now. Deploy again when its cause is mended.'
		);
	}
	const journal = takeUp(interrupted, { env: options.env, release, say });
	const attempt = { options, world, target, secrets, wrangler, file, journal, releaseFrom };
	try {
		await carryOut(attempt);
	} catch (thrown) {
		await afterFailure(thrown, attempt);
	}
	file.close(journal, 'deployed');
	say(`Segue ${release} is on ${journal.deployment?.url ?? options.env}.`);
}

async function carryOut({ options, world, target, secrets, wrangler, file, journal, releaseFrom }) {
	const { say, root, folder } = world;
	/** @template T @param {string} name @param {string} label @param {() => T | Promise<T>} work @returns {Promise<T | undefined>} */
	const step = async (name, label, work) => {
		if (journal.done.includes(name)) {
			say(`${label}: done before`);
			return undefined;
		}
		say(`${label}…`);
		if (!journal.begun.includes(name)) journal.begun.push(name);
		file.write(journal);
		const result = await work();
		journal.done.push(name);
		file.write(journal);
		return result;
	};

	if (options.hasChecks)
		await step('checks', 'Checking', async () => {
			if (journal.release.endsWith('-dirty'))
				throw new Problem('There are changes that are not committed: commit them, or give --skip-checks.');
			await world.runChecks(options.checks);
		});
	const buildFolder = options.buildFolder ?? (await world.makeBuild());
	if (!existsSync(join(buildFolder, '_worker.js')))
		throw new Problem(`There is no build in ${buildFolder}: _worker.js is missing.`);
	const release = releaseFrom(buildFolder);

	// Cheap, and what it finds may have changed: every run asks.
	writeConfigurations({ root, folder, target, buildFolder, ids: { d1: {}, kv: {} } });
	say('Making what is missing…');
	const ids = await ensureResources({ wrangler, target, say: indent(say) });
	writeConfigurations({ root, folder, target, buildFolder, ids });
	await requireSecrets(release, secrets);

	await step('migrate', 'Bringing the database up to date', () => release.migrate());
	if (journal.before === undefined) {
		journal.before = await release.note();
		file.write(journal);
	}
	const fingerprint = createHash('sha256')
		.update(journal.id + JSON.stringify(secrets))
		.digest('hex');
	// The app takes its secrets when it is deployed: with others, it is deployed again.
	if (journal.fingerprint !== undefined && journal.fingerprint !== fingerprint)
		journal.done = journal.done.filter((name) => name !== 'secrets' && name !== 'app');
	journal.fingerprint = fingerprint;
	if (Object.keys(secrets).length > 0)
		await step('secrets', 'Setting the secrets', () => release.setSecrets(secrets));
	for (const program of target.workers) {
		const { deployedName } = program;
		await step(`worker ${deployedName}`, `Deploying ${deployedName}`, () => release.deployWorker(program));
	}
	await step('app', `Deploying the app to ${target.env}`, async () => {
		journal.deployment = await release.deployApp();
	});
	say('Checking the new deployment…');
	const url = journal.deployment?.url ?? '';
	await checkDeployment({
		url,
		key: world.environment.SEGUE_KEY,
		patienceMs: options.patienceMs,
		say: indent(say)
	});
	release.keepBuild();
}

/** @returns {Promise<never>} */
async function afterFailure(thrown, { file, journal, releaseFrom, world }) {
	const { say } = world;
	if (!hasReleased(journal)) {
		file.close(journal, 'failed before anything that runs was changed');
		throw thrown;
	}
	say(thrown instanceof Problem ? thrown.message : String(thrown));
	await undo(journal, file, releaseFrom(''), say);
	throw thrown;
}

const hasReleased = ({ begun }) =>
	begun.some((name) => name === 'app' || name === 'secrets' || name.startsWith('worker '));

/** @param {import('./journal.mjs').Journal} journal */
async function undo(journal, file, release, say) {
	say('Taking it back…');
	journal.state = 'undoing';
	file.write(journal);
	const { before, begun } = journal;
	/** @type {string[]} */
	const failures = [];
	const attempt = async (work) => {
		try {
			await work();
		} catch (thrown) {
			if (!(thrown instanceof Problem)) throw thrown;
			failures.push(thrown.message);
		}
	};
	if (before !== undefined) {
		// The app first: it calls the Workers, and must never be newer than they are.
		if (begun.includes('app')) await attempt(() => release.restoreApp(before.pages));
		for (const [name, version] of Object.entries(before.workers).reverse())
			if (begun.includes(`worker ${name}`) || begun.includes('secrets'))
				await attempt(() => release.restoreWorker(name, version));
	}
	if (failures.length > 0)
		throw new Problem(
			`Not everything could be taken back: ${failures.join(' ')} Run the same command with --undo to try again, or with --forward to deploy over it.`
		);
	file.close(journal, 'taken back');
	if (begun.includes('secrets'))
		say('The app’s new secrets cannot be taken back: they are in force from its next deployment on.');
	say('What ran before runs again. The database keeps its new columns, which the code before does not mind.');
}

/** @returns {import('./journal.mjs').Journal} */
function takeUp(interrupted, { env, release, say }) {
	/** @type {import('./journal.mjs').Journal} */
	const fresh = {
		begun: [],
		done: [],
		id: randomUUID(),
		env,
		release,
		state: 'deploying',
		startedAt: new Date().toISOString()
	};
	if (interrupted === undefined) return fresh;
	const isSame = interrupted.release === release && !release.endsWith('-dirty');
	say(
		isSame
			? 'A deploy of this release was interrupted: going on where it stopped.'
			: `A deploy of ${interrupted.release} was interrupted: this one takes its place, and would go back to what ran before it.`
	);
	const { begun, done, before, fingerprint, deployment, id } = interrupted;
	// What ran before the interrupted deploy is still what there is to go back to.
	const kept = { begun, ...(before === undefined ? {} : { before }) };
	if (!isSame) return { ...fresh, ...kept, done: [] };
	return {
		...fresh,
		...kept,
		id,
		done,
		...(fingerprint === undefined ? {} : { fingerprint }),
		...(deployment === undefined ? {} : { deployment })
	};
}

async function requireSecrets(release, secrets) {
	if (NEEDED.every((name) => name in secrets)) return;
	const present = await release.secretNames();
	const missing = NEEDED.filter((name) => !(name in secrets) && !present.has(name));
	if (missing.length > 0)
		throw new Problem(
			`${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not set yet: give --secrets FILE with ${missing.length > 1 ? 'them' : 'it'} (docs/operations.md says how to make one).`
		);
}

async function signedInAccount(wrangler, environment) {
	const { accounts = [] } = await wrangler
		.json('Nothing can be deployed', ['whoami', '--json'])
		.catch((thrown) => {
			if (/"loggedIn":\s*false/.test(thrown?.output ?? ''))
				throw new Problem(
					'Nothing can be deployed: nobody is signed in to Cloudflare: run npx wrangler login, or set CLOUDFLARE_API_TOKEN (docs/operations.md says what it must be allowed).'
				);
			throw thrown;
		});
	const given = environment.CLOUDFLARE_ACCOUNT_ID;
	if (given) return given;
	if (accounts.length === 1) return accounts[0].id;
	const list = accounts.map(({ name, id }) => `${name} (${id})`).join(', ') || 'none';
	throw new Problem(`Set CLOUDFLARE_ACCOUNT_ID to the account to deploy to. This sign-in has: ${list}.`);
}

/** The commit that is deployed; `-dirty` when the folder holds something else. */
function readRelease(root) {
	const git = (...args) =>
		execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
	try {
		return `${git('rev-parse', 'HEAD').slice(0, 12)}${git('status', '--porcelain') === '' ? '' : '-dirty'}`;
	} catch {
		return 'unversioned-dirty';
	}
}

const indent = (say) => (line) => say(`  ${line}`);
