// Typed linting: promises are awaited or handed to runInBackground, switches over a union name every member.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import { fileNames } from './scripts/eslint/file-names.mjs';
import svelteConfig from './svelte.config.js';

const typed = {
	'@typescript-eslint/no-unused-vars': [
		'error',
		{
			argsIgnorePattern: '^_',
			varsIgnorePattern: '^_',
			destructuredArrayIgnorePattern: '^_',
			ignoreRestSiblings: true
		}
	],
	'@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
	'@typescript-eslint/switch-exhaustiveness-check': [
		'error',
		{ considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true }
	],
	'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
	'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
	'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
	// A port's methods are async by contract, whether an adapter awaits or not.
	'@typescript-eslint/require-await': 'off',
	// Rooms and ports are objects of closures, made by createX functions: there is no this to lose.
	'@typescript-eslint/unbound-method': 'off',
	// `interface X {}` and `type X = z.infer<…>` live side by side; both are good.
	'@typescript-eslint/consistent-type-definitions': 'off'
};

export default defineConfig(
	globalIgnores([
		'.svelte-kit/',
		'**/.wrangler/',
		'.segue/',
		'node_modules/',
		'src/lib/paraglide/',
		'drizzle/',
		'playwright-report/',
		'test-results/'
	]),
	js.configs.recommended,
	{
		plugins: { house: { rules: { 'file-names': fileNames } } },
		rules: {
			'house/file-names': 'error',
			'max-lines': ['error', { max: 300 }],
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{ group: ['$lib', '$lib/*'], message: 'Write #lib/…: it works in the app and in the Worker.' }
					]
				}
			],
			'object-shorthand': 'error',
			eqeqeq: ['error', 'always', { null: 'ignore' }]
		}
	},
	{
		files: ['**/*.ts', '**/*.svelte'],
		extends: [ts.configs.strictTypeChecked],
		languageOptions: {
			parserOptions: {
				projectService: true,
				tsconfigRootDir: import.meta.dirname,
				// The same for every file: the type service starts over whenever this changes.
				extraFileExtensions: ['.svelte']
			}
		},
		rules: typed
	},
	// Rules that ask for types make the type service start over for every component: minutes, in all. `npm run verify` takes them;
	// here components have the rules that need none, and svelte-check.
	...(process.env.LINT_COMPONENT_TYPES === 'on'
		? []
		: [{ files: ['**/*.svelte'], extends: [ts.configs.disableTypeChecked] }]),
	// They belong to no project, and a program for them alone takes ten seconds; tsc -p scripts has them.
	{ files: ['*.config.ts'], extends: [ts.configs.disableTypeChecked] },
	svelte.configs.recommended,
	svelte.configs.prettier,
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { parser: ts.parser, svelteConfig }
		},
		// TypeScript already knows every name, globals included.
		rules: {
			'no-undef': 'off',
			// Segue is served from the root of its host, and its addresses are plain.
			'svelte/no-navigation-without-resolve': 'off',
			// A set or map in $state is replaced as a whole, never changed in place.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	{
		files: ['src/**', 'worker/**'],
		rules: { 'no-console': 'error' }
	},
	{
		// A promise dropped in a page is seen in its console; one dropped on the server is lost with the request: runInBackground keeps it.
		files: ['src/lib/server/**', 'src/hooks.server.ts', 'worker/**'],
		rules: { '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }] }
	},
	{
		// Where log lines leave the process.
		files: ['src/lib/server/observability/log.ts'],
		rules: { 'no-console': 'off' }
	},
	{
		files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
		languageOptions: { globals: globals.node }
	},
	{
		// Some of its functions run in a page.
		files: ['bench/**/*.mjs'],
		languageOptions: { globals: globals.browser }
	},
	{
		files: ['**/*.test.ts', '**/*.contract.ts', 'e2e/**'],
		rules: {
			// A failing expectation on what is not there is the test's own way to fail.
			'@typescript-eslint/no-non-null-assertion': 'off',
			// A server or stream in a test takes an async listener: what it throws fails the test as unhandled.
			'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
			'@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
			// Hostile input holds control characters.
			'no-control-regex': 'off',
			// A fake port throws what a real one would, whatever that is.
			'@typescript-eslint/only-throw-error': 'off'
		}
	}
);
