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

export default defineConfig({
	plugins: [announcerWithoutInlineStyle, sveltekit()],
	build: {
		modulePreload: {
			// Of what a page loads later only its styles are listed ahead: naming every script of every page would cost the first page 3 KB. A link
			// that is pointed at is loaded before it is clicked, so nobody waits for scripts that are found one by one.
			resolveDependencies: (_file, dependencies) => dependencies.filter((name) => name.endsWith('.css'))
		}
	}
});
