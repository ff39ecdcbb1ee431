// The environments in the files against what is bound locally: wrangler's environments inherit no binding, and a missing one shows only
// in a deployment.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { unstable_readConfig as readConfig } from 'wrangler';
import { SETTING_NAMES } from '../../src/lib/server/platform/settings.ts';
import { configurationFile, PAGES, readTarget, WORKERS, writeConfigurations } from './configuration.mjs';
import { ENVIRONMENTS } from './options.mjs';
import { NEEDED, SETTINGS } from './secrets.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
interface Seen {
	name: string;
	d1_databases: { database_id: string; migrations_dir: string }[];
}
type Section = Record<string, unknown> & { env?: Record<string, Section> };
const read = (path: string) => parse(readFileSync(join(root, path), 'utf8')) as Section;

/** Every binding of a section: its name, and its kind by the path to it. */
function bindingsOf(section: Section): string[] {
	const found: string[] = [];
	const walk = (value: unknown, path: string) => {
		if (Array.isArray(value)) for (const item of value) walk(item, path);
		else if (typeof value === 'object' && value !== null)
			for (const [key, inner] of Object.entries(value)) {
				if (path === '' && ['env', 'migrations', 'triggers', 'vars'].includes(key)) continue;
				// A workflow has a name of its own beside its binding's.
				if (key === 'name' && 'binding' in value) continue;
				if (['binding', 'name'].includes(key) && path !== '' && typeof inner === 'string')
					found.push(`${path} ${inner}`);
				else walk(inner, path === '' ? key : `${path}.${key}`);
			}
	};
	walk(section, '');
	return found.sort();
}

it('every wrangler.toml of the repository is deployed', () => {
	const files = execFileSync('git', ['ls-files', '*wrangler.toml'], { cwd: root, encoding: 'utf8' });
	const product = files
		.trim()
		.split('\n')
		.filter((path) => !path.startsWith('bench/'));
	expect(product.sort()).toEqual([PAGES, ...WORKERS].sort());
});

it('a secrets file may hold every setting there is, and what is needed is one', () => {
	expect([...SETTINGS].sort()).toEqual([...SETTING_NAMES].sort());
	expect(SETTINGS).toEqual(expect.arrayContaining(NEEDED));
});

it.each(ENVIRONMENTS)('the app and the Worker have the same settings in %s', (env) => {
	const [app, worker] = ['wrangler.toml', 'worker/wrangler.toml'].map((path) => read(path).env?.[env]?.vars);
	expect(app).toEqual(worker);
});

describe.each([PAGES, ...WORKERS])('%s', (path) => {
	const local = bindingsOf(read(path));

	it.each(ENVIRONMENTS)('binds in %s all that is bound locally', (env) => {
		const bound = bindingsOf(read(path).env?.[env] ?? {});
		expect(bound).toEqual(expect.arrayContaining(local));
	});

	it('binds AI and Vectorize nowhere but there, and the same in both', () => {
		const [preview, production] = ENVIRONMENTS.map((env) => bindingsOf(read(path).env?.[env] ?? {}));
		expect(preview).toEqual(production);
		expect(local.filter((binding) => /^(ai|vectorize) /.test(binding))).toEqual([]);
		const onlyThere = preview?.filter((binding) => !local.includes(binding)) ?? [];
		expect(onlyThere.every((binding) => /^(ai|vectorize) /.test(binding))).toBe(true);
	});

	it.each(ENVIRONMENTS)('refers in %s to Workers and stores of that environment only', (env) => {
		const other = env === 'preview' ? 'production' : 'preview';
		const text = JSON.stringify(read(path).env?.[env]);
		expect(text).not.toContain(other);
		const names = /"(?:script_name|service|database_name|bucket_name|index_name|queue)":"([^"]+)"/g;
		for (const [, name = ''] of text.matchAll(names)) expect(name).toContain(env);
	});
});

describe.each(ENVIRONMENTS)('the copies for %s', (env) => {
	const folder = mkdtempSync(join(tmpdir(), 'segue-configuration-'));
	const target = readTarget(root, env);
	const ids = {
		d1: Object.fromEntries(target.resources.d1.map((name) => [name, `id-of-${name}`])),
		kv: Object.fromEntries(target.resources.kv.map((title) => [title, `id-of-${title}`]))
	};
	writeConfigurations({ root, folder, target, buildFolder: '/build', ids });

	it.each([target.app, ...target.workers])('of $path have every id, and wrangler takes them', (program) => {
		const config = configurationFile(folder, program);
		expect(readFileSync(config, 'utf8')).not.toContain('made-by-deploy');
		const seen = readConfig({ config, env }) as unknown as Seen;
		for (const { database_id, migrations_dir } of seen.d1_databases) {
			expect(database_id).toBe(`id-of-segue-${env}`);
			expect(migrations_dir).toBe(join(root, 'drizzle'));
		}
		if (program !== target.app) expect(seen.name).toBe(program.deployedName);
		if (program === target.workers.at(-1)) rmSync(folder, { recursive: true });
	});
});
