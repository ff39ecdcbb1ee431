// Code colouring as runs of text with class names. Loaded only by a page that shows code.
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';

export interface CodeRun {
	text: string;
	classes: string | undefined;
}

const LONGEST = 20_000;

for (const [name, language] of Object.entries({ bash, css, javascript, json, python, typescript, xml }))
	hljs.registerLanguage(name, language);

/** highlight.js's emitter interface, kept flat: no HTML is made and none has to be read back. */
class RunEmitter {
	readonly runs: CodeRun[] = [];
	private readonly scopes: string[] = [];

	addText(text: string): void {
		const scope = this.scopes.at(-1);
		if (text !== '') this.runs.push({ text, classes: scope && `hljs-${scope.replace(/[^a-z-].*$/, '')}` });
	}
	openNode(scope: string): void {
		this.scopes.push(scope);
	}
	closeNode(): void {
		this.scopes.pop();
	}
	startScope(scope: string): void {
		this.openNode(scope);
	}
	endScope(): void {
		this.closeNode();
	}
	closeAllNodes(): void {
		this.scopes.length = 0;
	}
	__addSublanguage(emitter: RunEmitter): void {
		this.runs.push(...emitter.runs);
	}
	finalize(): void {
		this.closeAllNodes();
	}
	toHTML(): string {
		return '';
	}
}

hljs.configure({ __emitter: RunEmitter });

/** undefined when the language is not one of ours, or the code is too long to be worth the wait. */
export function highlight(code: string, language: string): CodeRun[] | undefined {
	if (code.length > LONGEST || hljs.getLanguage(language) === undefined) return undefined;
	const result = hljs.highlight(code, { language, ignoreIllegals: true });
	return result._emitter instanceof RunEmitter ? result._emitter.runs : undefined;
}
