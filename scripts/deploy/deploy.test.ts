import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCheckout, createTestAccount, deployed } from './fixtures/test-account.ts';

let root: string;
let account: Awaited<ReturnType<typeof createTestAccount>>;

beforeAll(() => {
	root = createCheckout();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(async () => {
	account = await createTestAccount(root);
});
afterEach(() => account.close());

const WORKER = 'segue-worker-production';
const GOOD = { worker: 'good-worker', passwords: 'good-passwords', app: 'good-app' };
/** The companion Worker: the one that hashes passwords goes before it. */
const CODE = 'deploy --config \\S*/worker/wrangler';
const ERROR = '✘ [ERROR] Something broke';
const to = (env: string, ...more: string[]) => ['--env', env, '--secrets', account.secretsFile, ...more];
const hasDeployed = (env: 'preview' | 'production') => account.change(deployed(env, account.read().site));

/** What decides what visitors get. */
function inForce() {
	const { workers, live } = account.read();
	return {
		worker: workers[WORKER]?.at(-1),
		passwords: workers['segue-passwords-production']?.at(-1),
		app: live
	};
}

describe('a deploy', () => {
	it('makes what is missing, migrates, sets the secrets before the app takes them, deploys and checks', async () => {
		const { code, output } = await account.deploy(to('production'), { SEGUE_KEY: 'sk_segue_x' });
		expect(output).toContain('a question is answered');
		expect(code).toBe(0);
		const { d1, kv, r2, vectorize, filters, projects, migrated, deployments, secrets } = account.read();
		expect(d1.map(({ name }) => name)).toEqual(['segue-production']);
		expect(kv.map(({ title }) => title)).toEqual(['segue-cache-production']);
		expect(r2.map(({ name }) => name)).toEqual(['segue-files-production']);
		expect(vectorize.map(({ config }) => config)).toEqual([{ dimensions: 768, metric: 'cosine' }]);
		expect(filters).toEqual(['documentId']);
		expect(projects).toHaveLength(1);
		expect(migrated).toBe('uuid-of-segue-production');
		expect(Object.keys(deployments[0]?.secrets ?? {})).toEqual(['SEGUE_KEY_HASH', 'SEGUE_SECRET']);
		expect(Object.keys(secrets.worker)).toEqual(['SEGUE_KEY_HASH', 'SEGUE_SECRET']);
		const given = account.read().calls.filter((line) => line.startsWith('secret bulk'));
		expect(given).toHaveLength(1);
		expect(given[0]).toMatch(
			/^secret bulk --config \S+\/configuration\/worker\/wrangler.json --name segue-worker-production$/
		);
	});

	it('makes nothing where everything is there, and needs no secrets that are set', async () => {
		hasDeployed('production');
		const { d1, kv, r2, vectorize, filters, projects } = account.read();
		const { code, output } = await account.deploy(['--env', 'production']);
		expect({ code, output }).toMatchObject({ code: 0 });
		expect(account.read()).toMatchObject({ d1, kv, r2, vectorize, filters, projects });
		expect(account.read().calls.filter((line) => /create|bulk/.test(line))).toEqual([]);
		expect(inForce()).not.toEqual(GOOD);
	});

	it('needs the secrets without which nothing works, and says which', async () => {
		const { code, output } = await account.deploy(['--env', 'production']);
		expect(output).toContain('SEGUE_KEY_HASH, SEGUE_SECRET are not set yet');
		expect(code).toBe(1);
		expect(inForce().worker).toBeUndefined();
	});

	it('that is dry prints the plan and asks nobody', async () => {
		const { code, output } = await account.deploy(to('preview', '--dry-run'));
		expect(code).toBe(0);
		expect(output).toContain('D1 database segue-preview');
		expect(output).toContain('set secrets: SEGUE_KEY_HASH, SEGUE_SECRET');
		expect(output).toContain('0001_full_text_search.sql');
		expect(output).not.toContain('aaaa');
		expect(account.read().calls).toEqual([]);
		expect(() => account.journal()).toThrow();
	});

	it('leaves no trace of a secret on command lines, in the log or in the journal, whatever is in it', async () => {
		const secret = 'hush-$HOME-$(id)-`id`-"quoted"-#5';
		const secrets = { SEGUE_KEY_HASH: 'a'.repeat(64), SEGUE_SECRET: 'x'.repeat(32), OPENAI_API_KEY: secret };
		writeFileSync(account.secretsFile, JSON.stringify(secrets));
		account.change({
			faults: [{ command: 'pages deploy', times: 1, exit: 1, words: `[ERROR] refused: ${secret}` }]
		});
		const { output } = await account.deploy(to('production'));
		expect(account.read().secrets.app['OPENAI_API_KEY']).toBe(secret);
		expect(account.read().calls.join('\n')).not.toContain('hush');
		expect(output + account.traces()).not.toContain('hush');
		expect(output).toContain('refused: [secret]');
	});
});

describe('a deploy that fails', () => {
	it.each(['d1 create', 'vectorize create', 'd1 migrations'])(
		'at %s has changed nothing that runs',
		async (command) => {
			account.change({ faults: [{ command, times: 1, exit: 1, words: ERROR }] });
			const failed = await account.deploy(to('production'));
			expect(failed.code).toBe(1);
			expect(failed.output).toContain('Something broke');
			expect(inForce()).toEqual({ worker: undefined, passwords: undefined, app: null });
			expect(() => account.journal()).toThrow();
		}
	);

	it.each(['secret bulk', 'pages secret bulk', CODE, 'pages deploy'])(
		'at %s is rolled back to what ran before',
		async (command) => {
			hasDeployed('production');
			account.change({ faults: [{ command, times: 1, exit: 1, words: ERROR }] });
			const { code, output } = await account.deploy(to('production'));
			expect(code).toBe(1);
			expect(output).toContain('What ran before runs again');
			expect(inForce()).toEqual(GOOD);
			expect(() => account.journal()).toThrow();
		}
	);

	it.each([
		['its stores do not answer', { isSiteBroken: true }, 'database cannot be reached'],
		['a question is answered with an error', { isAnswerBroken: true }, 'a question is answered with 200']
	])('because %s is rolled back, the app before the Workers', async (_, broken, words) => {
		hasDeployed('production');
		account.change(broken);
		const { code, output } = await account.deploy(to('production'), { SEGUE_KEY: 'sk_segue_x' });
		expect(code).toBe(1);
		expect(output).toContain(words);
		expect(inForce()).toEqual(GOOD);
		expect(output.indexOf('the app is back')).toBeLessThan(output.indexOf(`${WORKER} is back`));
	});

	it('in the preview deploys the build before again', async () => {
		hasDeployed('preview');
		mkdirSync(join(account.folder, 'last-good-build'));
		account.change({ isSiteBroken: true });
		const { output } = await account.deploy(to('preview'));
		expect(output).toContain('the build before has been deployed again');
		expect(account.read().deployments[0]?.from).toContain('last-good-build');
	});

	it('the first time in the preview leaves no app behind', async () => {
		account.change({ isSiteBroken: true });
		const { output } = await account.deploy(to('preview'));
		expect(output).toContain('the failed preview has been deleted');
		expect(account.read().deployments).toEqual([]);
	});

	it('and cannot be rolled back says so; the next run takes it back and does no more', async () => {
		hasDeployed('production');
		account.change({
			isSiteBroken: true,
			faults: [{ command: 'rollback', times: 1, exit: 1, words: '✘ [ERROR] Cannot roll back' }]
		});
		const failed = await account.deploy(to('production'));
		expect(failed.output).toContain('Not everything could be taken back');
		expect(account.journal()).toContain('"undoing"');
		const next = await account.deploy(to('production'));
		expect(next.code).toBe(1);
		expect(next.output).toContain('taken back now');
		expect(inForce()).toEqual(GOOD);
		expect(() => account.journal()).toThrow();
	});

	it('and cannot be rolled back can be deployed over', async () => {
		hasDeployed('production');
		account.change({
			isSiteBroken: true,
			faults: [{ command: 'rollback', times: 1, exit: 1, words: '✘ [ERROR] Cannot roll back' }]
		});
		await account.deploy(to('production'));
		account.change({ isSiteBroken: false });
		expect((await account.deploy(to('production', '--forward'))).code).toBe(0);
		expect(inForce().worker).toMatch(/^code-/);
	});
});

describe('a deploy that is killed', () => {
	it.each([
		['before', 'd1 create'],
		['after', 'd1 create'],
		['after', 'pages project create'],
		['after', 'd1 migrations'],
		['after', 'auth token'],
		['after', 'secret bulk'],
		['after', 'pages secret bulk'],
		['before', CODE],
		['after', CODE],
		['after', 'pages deploy']
	] as const)('%s %s goes on when it is run again', async (kill, command) => {
		account.change({ faults: [{ command, times: 1, kill }] });
		expect((await account.deploy(to('production'))).signal).toBe('SIGKILL');
		const { code, output } = await account.deploy(to('production'));
		expect({ code, output }).toMatchObject({ code: 0 });
		const { d1, kv, projects, live, migrated } = account.read();
		expect([d1.length, kv.length, projects.length]).toEqual([1, 1, 1]);
		expect(migrated).toBe('uuid-of-segue-production');
		expect(inForce().worker).toMatch(/^code-/);
		expect(live).not.toBeNull();
		expect(() => account.journal()).toThrow();
	});

	it('does not do again what was done', async () => {
		account.change({ faults: [{ command: 'pages deploy', times: 1, kill: 'before' }] });
		await account.deploy(to('production'));
		const { output } = await account.deploy(to('production'));
		expect(output).toContain('going on where it stopped');
		const repeated = account.read().calls.filter((line) => /^(deploy |d1 migrations|secret bulk)/.test(line));
		expect(repeated).toHaveLength(4);
	});

	it('is taken back by --undo to what ran before it', async () => {
		hasDeployed('production');
		account.change({ faults: [{ command: CODE, times: 1, kill: 'after' }] });
		await account.deploy(to('production'));
		expect(inForce()).not.toEqual(GOOD);
		expect((await account.deploy(['--env', 'production', '--undo'])).code).toBe(0);
		expect(inForce()).toEqual(GOOD);
	});

	it('and whose rerun fails goes back to what ran before both', async () => {
		hasDeployed('production');
		account.change({ faults: [{ command: CODE, times: 1, kill: 'after' }] });
		await account.deploy(to('production'));
		account.change({ isSiteBroken: true });
		expect((await account.deploy(to('production'))).code).toBe(1);
		expect(inForce()).toEqual(GOOD);
	});

	it('while it is taken back is taken back by the next run', async () => {
		hasDeployed('production');
		account.change({ isSiteBroken: true, faults: [{ command: 'rollback', times: 1, kill: 'before' }] });
		expect((await account.deploy(to('production'))).signal).toBe('SIGKILL');
		expect((await account.deploy(to('production'))).output).toContain('What ran before runs again');
		expect(inForce()).toEqual(GOOD);
	});
});

describe('what stands in the way is said in one sentence', () => {
	it('nobody is signed in', async () => {
		account.change({ faults: [{ command: 'whoami', times: 1, exit: 1, words: '{"loggedIn":false}' }] });
		expect((await account.deploy(to('production'))).output).toContain('run npx wrangler login');
	});

	it('several accounts and none chosen', async () => {
		const accounts = ['One', 'Two'].map((name) => ({ name, id: name }));
		account.change({ accounts });
		expect((await account.deploy(to('production'))).output).toContain('Set CLOUDFLARE_ACCOUNT_ID');
	});

	it('a vector index of another shape', async () => {
		const config = { dimensions: 1024, metric: 'cosine' };
		account.change({ vectorize: [{ name: 'segue-knowledge-production', config }] });
		expect((await account.deploy(to('production'))).output).toContain('1024 dimensions');
	});

	it('a project that builds from git', async () => {
		account.change({ projects: [{ 'Project Name': 'segue', 'Git Provider': 'Yes' }] });
		expect((await account.deploy(to('production'))).output).toContain('builds from a git repository');
	});

	it('uncommitted changes', async () => {
		writeFileSync(join(root, 'stray.txt'), '');
		const { output } = await account.deploy(to('production'));
		rmSync(join(root, 'stray.txt'));
		expect(output).toContain('changes that are not committed');
		expect(inForce().worker).toBeUndefined();
	});
});
