// A process of its own for several agents, each watching all of these conversations over a socket of its own. The sequence of every socket is
// checked as it comes in: a position that is not the next one is lost or out of order.
//   node desk-watchers.mjs URL KEY AGENTS      conversation ids on stdin, a line each; an empty line opens the sockets. Says `ready`, then
//   answers each further line with its counts
import { createInterface } from 'node:readline';

const [url = '', key = '', agents = '1'] = process.argv.slice(2);
/** Handshakes under way at once: more only wait for each other. */
const OPENING = 20;

/** @type {{conversation: string, last: number, wrong: number, events: number}[]} */
const sockets = [];
let closed = 0;

/** @param {string} conversation */
function watch(conversation) {
	const state = { conversation, last: 0, wrong: 0, events: 0 };
	sockets.push(state);
	return new Promise((resolve, reject) => {
		const address = `${url.replace('http', 'ws')}/api/chat/${conversation}/live`;
		// undici's own option: a browser cannot set headers here, a program can.
		const socket = new WebSocket(address, /** @type {any} */ ({ headers: { 'x-api-key': key } }));
		socket.onerror = () => reject(new Error('a watcher was refused'));
		socket.onclose = () => closed++;
		socket.onmessage = ({ data }) => {
			const frame = JSON.parse(String(data));
			if (frame.type === 'ready') resolve(undefined);
			if (frame.type !== 'events') return;
			for (const { seq } of frame.events) {
				if (state.last !== 0 && seq !== state.last + 1) state.wrong++;
				state.last = seq;
				state.events++;
			}
		};
	});
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const conversations = [];
for (let line = (await lines.next()).value; line !== ''; line = (await lines.next()).value)
	conversations.push(line);
const all = conversations.flatMap((id) => Array.from({ length: Number(agents) }, () => id)).values();
await Promise.all(
	Array.from({ length: OPENING }, async () => {
		for (const id of all) await watch(id);
	})
);
console.log('ready');
for await (const line of lines) {
	if (line === 'end') break;
	/** @type {Record<string, [number, number]>} */
	const positions = {};
	for (const { conversation, last } of sockets) {
		const [low, high] = positions[conversation] ?? [Infinity, 0];
		positions[conversation] = [Math.min(low, last), Math.max(high, last)];
	}
	console.log(
		JSON.stringify({
			sockets: sockets.length,
			closed,
			events: sockets.reduce((sum, { events }) => sum + events, 0),
			wrong: sockets.reduce((sum, { wrong }) => sum + wrong, 0),
			positions
		})
	);
}
process.exit(0);
