// Every dependency rule is able to fail: a violation of each is planted in a tree of its own and must be caught, by that rule.
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import config, { TIERS } from '../../.dependency-cruiser.mjs';

type Tree = Record<string, string>;
const imports = (...from: string[]) => from.map((path) => `import '${path}';`).join('\n');

/** A tree that breaks the rule, and nothing else that the rule is about. */
const PLANTED: Record<string, Tree> = {
	'every-room-has-a-tier': {
		'src/lib/server/cupboard/index.ts': imports('../platform/index.ts'),
		'src/lib/server/platform/index.ts': ''
	},
	'front-door-only': {
		'src/lib/server/chat/index.ts': imports('../knowledge/store.ts'),
		'src/lib/server/knowledge/store.ts': ''
	},
	'fixtures-are-for-tests': {
		'src/lib/server/chat/index.ts': imports('./fixtures/stage.ts'),
		'src/lib/server/chat/fixtures/stage.ts': ''
	},
	'entrypoints-use-front-doors': {
		'src/routes/api/chat/+server.ts': imports('#lib/server/chat/turn.ts'),
		'src/lib/server/chat/turn.ts': ''
	},
	'only-composition-sees-services': {
		'src/lib/server/chat/index.ts': imports('../services.ts'),
		'src/lib/server/services.ts': ''
	},
	'rooms-never-import-http': {
		'src/lib/server/chat/index.ts': imports('../http/index.ts'),
		'src/lib/server/http/index.ts': ''
	},
	'rooms-are-framework-free': { 'src/lib/server/chat/index.ts': imports('cloudflare:workers') },
	'worker-is-framework-free': {
		'worker/index.ts': imports('../src/routes/page.ts'),
		'src/routes/page.ts': ''
	},
	'pages-never-import-worker': {
		'src/hooks.server.ts': imports('../worker/index.ts'),
		'worker/index.ts': ''
	},
	'browser-never-imports-server': {
		'src/lib/chat/state.ts': imports('../server/chat/index.ts'),
		'src/lib/server/chat/index.ts': ''
	},
	'shared-is-pure': {
		'src/lib/shared/words.ts': imports('../server/platform/index.ts'),
		'src/lib/server/platform/index.ts': ''
	},
	'ui-is-a-leaf': { 'src/lib/ui/button.ts': imports('../chat/state.ts'), 'src/lib/chat/state.ts': '' },
	'features-stay-apart': {
		'src/lib/chat/state.ts': imports('../desk/queue.ts'),
		'src/lib/desk/queue.ts': ''
	},
	'product-never-imports-tests': {
		'src/lib/shared/words.ts': imports('./words.test.ts'),
		'src/lib/shared/words.test.ts': ''
	},
	'no-cycles': { 'src/lib/shared/a.ts': imports('./b.ts'), 'src/lib/shared/b.ts': imports('./a.ts') },
	resolvable: { 'src/lib/shared/words.ts': imports('./nowhere.ts') }
};
for (const [index, tier] of TIERS.entries()) {
	for (const room of tier) {
		const above = TIERS[index + 1]?.[0] ?? tier.find((other) => other !== room) ?? '';
		PLANTED[`down-only:${room}`] = {
			[`src/lib/server/${room}/index.ts`]: imports(`../${above}/index.ts`),
			[`src/lib/server/${above}/index.ts`]: ''
		};
	}
}

/** One file of each kind, each importing what it may. */
const LAWFUL: Tree = {
	'src/routes/api/chat/+server.ts': imports(
		'#lib/server/http/index.ts',
		'#lib/server/chat/index.ts',
		'#lib/shared/words.ts'
	),
	'src/routes/+page.ts': imports('#lib/chat/state.ts'),
	'src/lib/chat/state.ts': imports('#lib/ui/button.ts', '#lib/shared/words.ts', './draft.ts'),
	'src/lib/chat/draft.ts': "import type { Turn } from '../shared/words.ts';\nexport type Draft = Turn;",
	'src/lib/ui/button.ts': imports('../shared/words.ts'),
	'src/lib/shared/words.ts': 'export type Turn = string;',
	'src/lib/server/services.ts': imports('./chat/index.ts', './knowledge/index.ts', './platform/index.ts'),
	'src/lib/server/http/index.ts': imports('../services.ts'),
	'src/lib/server/chat/index.ts': imports('./turn.ts', '../knowledge/index.ts', '../platform/index.ts'),
	'src/lib/server/chat/turn.ts': imports('#lib/shared/words.ts'),
	'src/lib/server/chat/turn.workers.test.ts': imports('./turn.ts', 'cloudflare:test'),
	'src/lib/server/knowledge/index.ts': imports('../platform/index.ts'),
	'src/lib/server/platform/index.ts': '',
	'worker/index.ts': imports('cloudflare:workers', '../src/lib/server/services.ts')
};

let folder: string;
beforeEach(async () => {
	folder = await realpath(await mkdtemp(join(tmpdir(), 'segue-rules-')));
});
afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

async function brokenRules(tree: Tree): Promise<string[]> {
	const files = {
		'package.json': JSON.stringify({ name: 'planted', type: 'module', imports: { '#lib/*': './src/lib/*' } }),
		...tree
	};
	for (const [path, text] of Object.entries(files)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), text);
	}
	// The planted tree has no tsconfig.json.
	const { tsConfig, ...options } = config.options;
	expect(tsConfig.fileName).toBe('tsconfig.json');
	const roots = ['src', 'worker'].filter((root) =>
		Object.keys(tree).some((path) => path.startsWith(`${root}/`))
	);
	const { output } = await cruise(
		roots,
		{
			...options,
			baseDir: folder,
			validate: true,
			ruleSet: { forbidden: config.forbidden }
		} as ICruiseOptions,
		{ ...options.enhancedResolveOptions }
	);
	return (output as ICruiseResult).summary.violations.map((violation) => violation.rule.name);
}

describe('the dependency rules', () => {
	it('have a planted violation each', () => {
		expect(Object.keys(PLANTED).sort()).toEqual(config.forbidden.map((rule) => rule.name).sort());
	});

	it('let a lawful tree pass', async () => {
		expect(await brokenRules(LAWFUL)).toEqual([]);
	});

	it.each(Object.keys(PLANTED))('catch a violation of %s', async (name) => {
		expect(await brokenRules(PLANTED[name] ?? {})).toContain(name);
	});
});
