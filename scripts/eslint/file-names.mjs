// House rule: a file's name says what is in it. Components are PascalCase.svelte, everything else kebab-case; names that say nothing are refused.
const BANNED = new Set(['utils', 'util', 'helpers', 'helper', 'misc', 'common', 'manager']);
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const PASCAL = /^[A-Z][A-Za-z0-9]*$/;

/** What is wrong with the name of this file, or undefined. `path` is relative to the project and uses slashes. */
export function wrongName(path) {
	const name = path.split('/').at(-1) ?? '';
	if (name.startsWith('+')) return undefined;
	const [stem = '', ...suffixes] = name.replace(/^\./, '').split('.');
	const words = stem.split('-');
	if (words.some((word) => BANNED.has(word.toLowerCase())))
		return `"${name}" says nothing: name the idea it holds.`;
	const isComponent = suffixes.at(-1) === 'svelte';
	if (isComponent && !PASCAL.test(stem)) return `"${name}" is a component: name it in PascalCase.`;
	if (!isComponent && !KEBAB.test(stem)) return `"${name}" should be kebab-case.`;
	return undefined;
}

/** @type {import('eslint').Rule.RuleModule} */
export const fileNames = {
	meta: { type: 'suggestion', schema: [], docs: { description: 'Names of files that say what they hold' } },
	create(context) {
		return {
			Program(node) {
				const message = wrongName(context.filename.replaceAll('\\', '/'));
				if (message) context.report({ node, message });
			}
		};
	}
};
