import { readFileSync } from 'node:fs';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

/** SvelteKit writes its route announcer with a style attribute, which our content security policy refuses; base.css hides it instead. */
const announcerWithoutInlineStyle: Plugin = {
	name: 'segue:announcer-without-inline-style',
	enforce: 'pre',
	transform: {
		filter: { id: /\/generated\/root\.svelte$/ },
		handler: (code) => code.replace(/(id="svelte-announcer"[^>]*?) style="[^"]*"/, '$1')
	}
};

/**
 * What pdf.js asks for by name while it shows a PDF: the two fonts of signs that no system has, and the readers of scanned pictures that need no
 * WebAssembly. Beside the scripts, under pdf.js's own version, so that they may be kept for ever.
 */
const assetsOfPdfViewer: Plugin = {
	name: 'segue:assets-of-pdf-viewer',
	applyToEnvironment: ({ name }) => name === 'client',
	generateBundle() {
		const home = new URL('./node_modules/pdfjs-dist/', import.meta.url);
		const { version } = JSON.parse(readFileSync(new URL('package.json', home), 'utf8')) as {
			version: string;
		};
		for (const path of [
			'standard_fonts/FoxitSymbol.pfb',
			'standard_fonts/FoxitDingbats.pfb',
			'wasm/jbig2_nowasm_fallback.js',
			'wasm/openjpeg_nowasm_fallback.js'
		])
			this.emitFile({
				type: 'asset',
				fileName: `_app/immutable/pdf-${version}/${path.replace(/^.*\//, '')}`,
				source: readFileSync(new URL(path, home))
			});
	}
};

export default defineConfig({
	plugins: [announcerWithoutInlineStyle, assetsOfPdfViewer, sveltekit()],
	build: {
		modulePreload: {
			// Of what a page loads later only its styles are listed ahead: naming every script of every page would cost the first page 3 KB. A link
			// that is pointed at is loaded before it is clicked, so nobody waits for scripts that are found one by one.
			resolveDependencies: (_file, dependencies) => dependencies.filter((name) => name.endsWith('.css'))
		}
	}
});
