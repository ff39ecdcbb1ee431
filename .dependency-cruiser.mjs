// Who may import whom, generated from one table: a room sees only rooms in a LOWER tier, and those only through their index.ts.
// Where two neighbours need each other, the coordination belongs one tier up.
export const TIERS = [
	['platform', 'observability'],
	['resilience'],
	[
		'ai',
		'speech',
		'realtime',
		'web-fetch',
		'document-parsing',
		'guardrails',
		'rate-limit',
		'tools',
		'mail',
		'flags',
		'password-hashing'
	],
	['auth', 'knowledge', 'attachments', 'proof', 'memory', 'graph', 'tickets', 'model-report'],
	['chat', 'recordings', 'consistency'],
	['transcripts', 'desk-report'],
	['voice', 'desk', 'erasure', 'knowledge-gaps', 'knowledge-replay']
];

const ROOMS = TIERS.flat();
/** Tests may reach for what only a test runner offers, and for other rooms' fixtures. */
const TESTS = '(^|/)fixtures/|\\.(test|contract)\\.ts$|^src/workers-test\\.d\\.ts$';
const server = (rooms) => `^src/lib/server/(${rooms.join('|')})/`;

const downOnly = TIERS.flatMap((tier, index) => {
	const above = TIERS.slice(index + 1).flat();
	return tier.map((room) => ({
		name: `down-only:${room}`,
		severity: 'error',
		comment: `${room} may import only lower tiers; move the coordination one tier up.`,
		from: { path: server([room]) },
		to: { path: server([...above, ...tier.filter((other) => other !== room)]) }
	}));
});

const forbidden = [
	...downOnly,
	{
		name: 'every-room-has-a-tier',
		severity: 'error',
		comment: 'A new room takes its place in TIERS before anything else.',
		from: { path: '^src/lib/server/[^/]+/', pathNot: server([...ROOMS, 'http', 'composition']) },
		to: {}
	},
	{
		name: 'front-door-only',
		severity: 'error',
		comment: 'A room is entered through its index.ts.',
		from: { path: '^src/lib/server/([^/]+)/' },
		to: {
			path: '^src/lib/server/[^/]+/',
			pathNot: ['^src/lib/server/$1/', '^src/lib/server/[^/]+/(index\\.ts$|fixtures/)']
		}
	},
	{
		name: 'fixtures-are-for-tests',
		severity: 'error',
		comment: 'What plays a part in tests is no part of the product.',
		from: { path: '^(src|worker)/', pathNot: TESTS },
		to: { path: '(^|/)fixtures/' }
	},
	{
		name: 'entrypoints-use-front-doors',
		severity: 'error',
		comment:
			'Routes, hooks and the Worker enter a room through its index.ts; WebAssembly only a Worker can import.',
		from: { path: '^(src/(routes/|hooks|app|lib/server/services\\.ts)|worker/)', pathNot: TESTS },
		to: { path: '^src/lib/server/[^/]+/', pathNot: '^src/lib/server/[^/]+/(index\\.ts|.+\\.wasm)$' }
	},
	{
		name: 'only-composition-sees-services',
		severity: 'error',
		comment: 'services.ts knows the rooms; no room knows services.ts.',
		from: { path: server(ROOMS), pathNot: TESTS },
		to: { path: '^src/lib/server/(services\\.ts$|composition/)' }
	},
	{
		name: 'rooms-never-import-http',
		severity: 'error',
		comment: 'http/ is for entrypoints: a room takes plain data and an Actor.',
		from: { path: ['^src/lib/server/services\\.ts$', server(ROOMS)] },
		to: { path: '^src/lib/server/http/' }
	},
	{
		name: 'rooms-are-framework-free',
		severity: 'error',
		comment: 'That is what lets Pages, an object and a workflow share a room.',
		from: { path: '^src/lib/server/', pathNot: ['^src/lib/server/http/', TESTS] },
		to: {
			path: [
				'(^|node_modules/)@sveltejs/',
				'(^|node_modules/)svelte/',
				'^\\$(app|env)/',
				'^cloudflare:',
				'^src/(routes|hooks)',
				'^worker/'
			]
		}
	},
	{
		name: 'worker-is-framework-free',
		severity: 'error',
		comment: 'The Worker carries objects and workflows; it knows no page.',
		from: { path: '^worker/' },
		to: {
			path: [
				'(^|node_modules/)@sveltejs/',
				'(^|node_modules/)svelte/',
				'^\\$(app|env)/',
				'^src/(routes|hooks)',
				'^src/lib/server/http/',
				'\\.svelte(\\.ts)?$'
			]
		}
	},
	{
		name: 'pages-never-import-worker',
		severity: 'error',
		comment: 'The app reaches an object through its binding.',
		from: { path: '^src/', pathNot: TESTS },
		to: { path: '^worker/' }
	},
	{
		name: 'browser-never-imports-server',
		severity: 'error',
		comment: 'What the browser loads knows contracts, not rooms.',
		from: { path: ['^src/lib/(?!server/)', '^src/routes/.*\\+(page|layout|error)(\\.svelte|\\.ts)$'] },
		to: { path: '^(src/lib/server|worker)/', dependencyTypesNot: ['type-only'] }
	},
	{
		name: 'shared-is-pure',
		severity: 'error',
		comment: 'shared/ holds contracts: it imports nothing of ours, no framework and no platform.',
		from: { path: '^src/lib/shared/', pathNot: TESTS },
		to: {
			path: [
				'^(src|worker)/',
				'(^|node_modules/)(@sveltejs|svelte|drizzle-orm)/',
				'^\\$(app|env)/',
				'^cloudflare:',
				'^node:'
			],
			pathNot: '^src/lib/shared/'
		}
	},
	{
		name: 'ui-is-a-leaf',
		severity: 'error',
		comment: 'Design primitives know no feature.',
		from: { path: '^src/lib/ui/' },
		to: { path: '^src/', pathNot: '^src/lib/(ui|shared|paraglide)/' }
	},
	{
		name: 'features-stay-apart',
		severity: 'error',
		comment:
			'A feature meets another in a route, not in its components. voice/ is none: it listens and speaks for any of them, and knows none.',
		from: { path: '^src/lib/(?!server/|shared/|ui/|paraglide/)([^/]+)/' },
		to: {
			path: '^src/lib/(?!server/|shared/|ui/|paraglide/)[^/]+/',
			pathNot: ['^src/lib/$1/', '^src/lib/voice/']
		}
	},
	{
		name: 'product-never-imports-tests',
		severity: 'error',
		comment: 'What only tests need stays with tests.',
		from: { path: '^(src|worker)/', pathNot: TESTS },
		to: {
			path: [
				'\\.(test|contract)\\.ts$',
				'(^|node_modules/)(vitest|fast-check|@playwright|@cloudflare/vitest-plugin)/',
				'^(scripts|e2e|bench)/'
			]
		}
	},
	{
		name: 'no-cycles',
		severity: 'error',
		comment: 'Two files that need each other are one file, or need a third.',
		from: { path: '(.+)' },
		// A component that draws itself again (a tree) is no cycle.
		to: { circular: true, pathNot: '^$1$', viaOnly: { dependencyTypesNot: ['type-only'] } }
	},
	{
		name: 'resolvable',
		severity: 'error',
		comment: 'What is imported exists, and package.json names it.',
		from: { path: '^(src|worker)/' },
		to: {
			couldNotResolve: true,
			pathNot: [
				'^cloudflare:',
				'^\\$(app|env|service-worker)',
				'^\\./\\$types',
				'\\$types\\.js$',
				'^#lib/paraglide/',
				'^@lucide/svelte/icons/'
			]
		}
	}
];

export default {
	forbidden,
	options: {
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(\\.svelte-kit|src/lib/paraglide)/|/\\.wrangler/' },
		enhancedResolveOptions: {
			conditionNames: ['svelte', 'workerd', 'import', 'types', 'default'],
			exportsFields: ['exports'],
			extensions: ['.ts', '.js', '.mjs', '.svelte', '.d.ts', '.json', '.css']
		}
	}
};
