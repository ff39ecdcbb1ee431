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
	plugins: [announcerWithoutInlineStyle, sveltekit()]
});
