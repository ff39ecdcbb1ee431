// A program that calls the product over HTTP, with cookies of its own: what a browser's page, curl or another service would see.
// Plain fetch, since the tests must set every header, send bytes that are no text, and read streams while they run.
import { expect, test as base } from '../fixtures.ts';

export interface Answer {
	status: number;
	headers: Headers;
	text: string;
	/** The body as JSON; undefined when it is none. */
	json: unknown;
}

export interface Call {
	json?: unknown;
	body?: string | Uint8Array<ArrayBuffer> | FormData;
	headers?: Record<string, string>;
	signal?: AbortSignal;
}

export class Caller {
	readonly cookies = new Map<string, string>();

	constructor(
		readonly baseUrl: string,
		private readonly ownHeaders: Record<string, string> = {}
	) {}

	/** The response itself, its body unread. */
	open = async (method: string, address: string, call: Call = {}): Promise<Response> => {
		const headers = new Headers({ ...this.ownHeaders, ...call.headers });
		if (this.cookies.size > 0 && !headers.has('cookie'))
			headers.set('cookie', Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join('; '));
		if (call.json !== undefined && !headers.has('content-type'))
			headers.set('content-type', 'application/json');
		const body = call.json === undefined ? call.body : JSON.stringify(call.json);
		const response = await fetch(new URL(address, this.baseUrl), {
			method,
			headers,
			redirect: 'manual',
			...(body === undefined ? {} : { body }),
			...(call.signal === undefined ? {} : { signal: call.signal })
		});
		for (const line of response.headers.getSetCookie()) this.keep(line);
		return response;
	};

	call = async (method: string, address: string, call?: Call): Promise<Answer> => {
		const response = await this.open(method, address, call);
		const text = await response.text();
		return { status: response.status, headers: response.headers, text, json: parsed(text) };
	};

	get = (address: string, call?: Call) => this.call('GET', address, call);
	post = (address: string, json: unknown, call: Call = {}) => this.call('POST', address, { ...call, json });

	/** Enters the demo school as one of its people. */
	async enterAs(role: 'user' | 'teacher' | 'agent' | 'admin'): Promise<this> {
		const answer = await this.call('POST', '/demo', {
			body: new URLSearchParams({ role }).toString(),
			headers: {
				'content-type': 'application/x-www-form-urlencoded',
				origin: new URL(this.baseUrl).origin,
				accept: 'text/html'
			}
		});
		expect(answer.status, 'one-click entry of the demo school').toBe(303);
		return this;
	}

	private keep(line: string): void {
		const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
		if (/;\s*max-age=0/i.test(line) || value === '') this.cookies.delete(name);
		else this.cookies.set(name, value);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

interface People {
	/** Somebody who has not written anything yet. Each call is another one. */
	newVisitor: () => Caller;
	/** Calls with the administrator's key. */
	administrator: Caller;
}

export const test = base.extend<People>({
	newVisitor: async ({ product }, use) => {
		await use(() => new Caller(product.url));
	},
	administrator: async ({ product }, use) => {
		await use(new Caller(product.url, { 'x-api-key': product.key }));
	}
});

/** Does the work for every item, so many at a time. Results in the items' order. */
export async function inParallel<T, R>(
	items: readonly T[],
	atOnce: number,
	work: (item: T) => Promise<R>
): Promise<R[]> {
	const results: R[] = [];
	const waiting = Array.from(items, (item, index) => ({ item, index })).values();
	const workOff = async () => {
		for (const { item, index } of waiting) results[index] = await work(item);
	};
	await Promise.all(Array.from({ length: atOnce }, workOff));
	return results;
}
