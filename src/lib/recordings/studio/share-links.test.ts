import { afterEach, expect, it, vi } from 'vitest';
import { shareLinksOf } from './share-links.ts';

afterEach(() => vi.unstubAllGlobals());

const share = (id: string, revokedAt: number | null = null) => ({
	...{ id, createdAt: 1, expiresAt: 2, revokedAt }
});

it('lists the links that still open the recording', async () => {
	const asked: unknown[] = [];
	vi.stubGlobal('fetch', async (path: string, { method }: RequestInit) => {
		asked.push([method, path]);
		return Response.json({ shares: [share('open'), share('closed', 3)] });
	});
	const links = await shareLinksOf('r').read();
	expect(links.map(({ id }) => id)).toEqual(['open']);
	expect(asked).toEqual([['GET', '/api/recordings/r/shares']]);
});

it('gives the whole address of a link that was made, and revokes it', async () => {
	vi.stubGlobal('location', { origin: 'https://school.example' });
	const asked: unknown[] = [];
	vi.stubGlobal('fetch', async (path: string, { method }: RequestInit) => {
		asked.push([method, path]);
		if (method === 'DELETE') return new Response(null, { status: 204 });
		return Response.json({ share: { ...share('new'), url: '/shared/recordings/t' } }, { status: 201 });
	});
	const links = shareLinksOf('r');
	expect((await links.make(7)).address).toBe('https://school.example/shared/recordings/t');
	await links.revoke('new');
	expect(asked).toEqual([
		['POST', '/api/recordings/r/shares'],
		['DELETE', '/api/recordings/r/shares/new']
	]);
});
