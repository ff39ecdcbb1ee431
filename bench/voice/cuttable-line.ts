// A line that can be cut: forwards TCP to the product, and tears every open connection at once when it is told to, without a goodbye.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export async function createCuttableLine(port: number) {
	const open = new Set<Socket>();
	let isDown = false;
	const server = createServer((near) => {
		if (isDown) {
			near.resetAndDestroy();
			return;
		}
		const far = connect(port, 'localhost');
		for (const [one, other] of [
			[near, far],
			[far, near]
		] as const) {
			open.add(one);
			one.setNoDelay(true);
			one.on('error', () => other.destroy());
			one.on('close', () => {
				open.delete(one);
				other.destroy();
			});
			one.pipe(other);
		}
	});
	await new Promise<void>((resolve) => server.listen(0, 'localhost', () => resolve()));
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		cut(): void {
			for (const socket of open) socket.resetAndDestroy();
		},
		/** New connections are refused until it is up again. */
		setDown(value: boolean): void {
			isDown = value;
		},
		close: () =>
			new Promise<void>((resolve) => {
				for (const socket of open) socket.destroy();
				server.close(() => resolve());
			})
	};
}
