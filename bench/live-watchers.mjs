// A process of its own that only watches: opens so many live sockets, counts the events that come in, and checks each socket's order.
//   node live-watchers.mjs URL KEY COUNT      says `ready` when all are open; answers each line on stdin with its counts
import { createInterface } from 'node:readline';

const [url = '', key = '', count = '1'] = process.argv.slice(2);
const watchers = Array.from({ length: Number(count) }, () => ({ last: 0, outOfOrder: 0 }));

await Promise.all(
	watchers.map(
		(watcher) =>
			new Promise((resolve, reject) => {
				// undici's own option: a browser cannot set headers here, a program can.
				const socket = new WebSocket(url, /** @type {any} */ ({ headers: { 'x-api-key': key } }));
				socket.onerror = () => reject(new Error('a watcher was refused'));
				socket.onmessage = ({ data }) => {
					const frame = JSON.parse(String(data));
					if (frame.type === 'ready') resolve(undefined);
					if (frame.type !== 'events') return;
					for (const { seq } of frame.events) {
						if (watcher.last !== 0 && seq !== watcher.last + 1) watcher.outOfOrder++;
						watcher.last = seq;
					}
				};
			})
	)
);
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
	if (line === 'end') break;
	console.log(
		JSON.stringify({
			slowest: Math.min(...watchers.map(({ last }) => last)),
			outOfOrder: watchers.reduce((sum, { outOfOrder }) => sum + outOfOrder, 0)
		})
	);
}
process.exit(0);
