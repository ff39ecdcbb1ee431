import adapter from '@sveltejs/adapter-cloudflare';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter(),
		// The styles of a page come with it (under the policy's nonce): on a slow line the first picture waits for nothing else.
		inlineStyleThreshold: 24_000,
		csp: {
			mode: 'nonce',
			directives: {
				'default-src': ['none'],
				'script-src': ['self'],
				'style-src': ['self'],
				'img-src': ['self', 'data:'],
				'font-src': ['self'],
				// What was just recorded is heard before it is uploaded.
				'media-src': ['self', 'blob:'],
				'worker-src': ['self'],
				'connect-src': ['self'],
				'manifest-src': ['self'],
				'form-action': ['self'],
				'base-uri': ['none'],
				'frame-ancestors': ['none'],
				'object-src': ['none']
			}
		},
		// Off, because our own covers every method, content type and socket, and answers in the one error shape (hooks.server.ts).
		csrf: { trustedOrigins: ['*'] },
		version: { pollInterval: 0 }
	}
};
