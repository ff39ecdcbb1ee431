// Every door of the product, read off its source: the methods of each endpoint, each page, each action of a page's forms.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROUTES = fileURLToPath(new URL('../../../src/routes', import.meta.url));
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'fallback']);

/** `GET /api/chat/[id]/share`, and for a form `POST /sign-in?/default`. Sorted. */
export function doorsOfProduct(): string[] {
	const files = readdirSync(ROUTES, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /^\+(server|page\.server|page)\.(ts|svelte)$/.test(entry.name))
		.map((entry) => ({ name: entry.name, folder: entry.parentPath }));
	const doors = files.flatMap(({ name, folder }) => {
		const path = pathOf(folder);
		if (name === '+page.svelte') return [`GET ${path}`];
		const source = readFileSync(join(folder, name), 'utf8');
		if (name === '+server.ts') return exportsOf(source).map((method) => `${method} ${path}`);
		return actionsOf(source).map((action) => `POST ${path}?/${action}`);
	});
	return doors.sort();
}

/** Groups in brackets are folders only. */
function pathOf(folder: string): string {
	const parts = relative(ROUTES, folder)
		.split(/[\\/]/)
		.filter((part) => part !== '' && !/^\(.*\)$/.test(part));
	return `/${parts.join('/')}`;
}

function declarationsOf(source: string): ts.VariableDeclaration[] {
	const file = ts.createSourceFile('route.ts', source, ts.ScriptTarget.Latest);
	return file.statements.flatMap((statement) =>
		ts.isVariableStatement(statement) &&
		statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
			? [...statement.declarationList.declarations]
			: []
	);
}

const nameOf = (node: { name?: ts.Node | undefined }): string =>
	node.name !== undefined && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))
		? node.name.text
		: '';

function exportsOf(source: string): string[] {
	return declarationsOf(source)
		.map(nameOf)
		.filter((name) => METHODS.has(name));
}

function actionsOf(source: string): string[] {
	const actions = declarationsOf(source).find((declaration) => nameOf(declaration) === 'actions');
	let value = actions?.initializer;
	while (value !== undefined && (ts.isSatisfiesExpression(value) || ts.isAsExpression(value)))
		value = value.expression;
	if (value === undefined) return [];
	if (!ts.isObjectLiteralExpression(value)) throw new Error('actions that are not written out as an object');
	return value.properties.map(nameOf);
}
