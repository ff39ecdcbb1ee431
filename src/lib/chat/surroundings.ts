// The real browser behind wire.ts.
import { newTimedId } from '#lib/shared/timed-id.ts';
import type { Surroundings } from './wire.ts';

export const browserSurroundings: Surroundings = {
	fetch: (path, init) => fetch(path, init),
	openSocket: (path) => new WebSocket(new URL(path, location.href.replace(/^http/, 'ws'))),
	wait: (ms) =>
		new Promise((resolve) => {
			const finish = () => {
				clearTimeout(timer);
				removeEventListener('online', finish);
				resolve();
			};
			const timer = setTimeout(finish, ms);
			addEventListener('online', finish);
		}),
	isOnline: () => navigator.onLine,
	now: () => Date.now(),
	newId: () => newTimedId()
};
