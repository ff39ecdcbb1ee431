import { endpoint, Reply } from '#lib/server/http/index.ts';

const icon = (name: string, size: number, purpose: 'any' | 'maskable' = 'any') => ({
	src: `/icons/${name}.png`,
	sizes: `${size}x${size}`,
	type: 'image/png',
	purpose
});

/** What a home screen shows: the school's own name. */
export const GET = endpoint({}, ({ services }) => {
	const manifest = {
		id: '/',
		name: services.settings.SCHOOL_NAME,
		short_name: services.settings.SCHOOL_NAME,
		start_url: '/',
		display: 'standalone',
		background_color: '#fbf8f1',
		theme_color: '#fbf8f1',
		icons: [icon('icon-192', 192), icon('icon-512', 512), icon('maskable-512', 512, 'maskable')]
	};
	return new Reply(manifest, {
		headers: { 'content-type': 'application/manifest+json', 'cache-control': 'public, max-age=3600' }
	});
});
