import { expect, it } from 'vitest';
import { createMediaDoor, MEDIA_SECRET_HEADER } from './media-door.ts';

const open = (appId: string | undefined, status: number) => {
	const asked: unknown[] = [];
	const door = createMediaDoor({
		appId,
		publicOrigin: 'https://school.example',
		namespace: {
			getByName: (name) => ({
				async fetch(address, init) {
					asked.push([name, address, new Headers(init.headers).get(MEDIA_SECRET_HEADER)]);
					// Node makes no response of 101.
					return Object.defineProperty(new Response(null), 'status', { value: status });
				}
			})
		}
	});
	return { door, asked };
};

it('asks the conversation’s object, with the secret in a header and not in an address', async () => {
	const { door, asked } = open('an-app', 101);
	expect((await door.connect('c1', 'the-secret')).status).toBe(101);
	expect(asked).toEqual([['c1', 'https://conversation/media', 'the-secret']]);
});

it('tells a wrong secret, and a deployment without a media server, as nothing being there', async () => {
	await expect(open('an-app', 404).door.connect('c1', 'x')).rejects.toMatchObject({ code: 'not-found' });
	const none = open(undefined, 101);
	await expect(none.door.connect('c1', 'x')).rejects.toMatchObject({ code: 'not-found' });
	expect(none.asked).toEqual([]);
});

it('is found under the public origin, by a socket', () => {
	expect(open('an-app', 101).door.addressOf('c1', 's')).toBe(
		'wss://school.example/api/chat/c1/voice/media/s'
	);
});
