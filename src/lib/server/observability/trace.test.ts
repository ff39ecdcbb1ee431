import { describe, expect, it } from 'vitest';
import { formatTraceparent, readTrace } from './trace.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const read = (headers: Record<string, string>) => readTrace(new Headers(headers));

describe('a trace', () => {
	it('goes on where a caller began it, with a span of its own', () => {
		const trace = read({ traceparent: `00-${TRACE}-${PARENT}-01` });
		expect(trace.traceId).toBe(TRACE);
		expect(trace.spanId).not.toBe(PARENT);
		expect(formatTraceparent(trace)).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
	});

	it('keeps the caller’s choice not to be sampled', () => {
		expect(formatTraceparent(read({ traceparent: `00-${TRACE}-${PARENT}-00` }))).toMatch(/-00$/);
	});

	it.each([
		[''],
		['garbage'],
		[`00-${'0'.repeat(32)}-${PARENT}-01`],
		[`00-${TRACE}-${'0'.repeat(16)}-01`],
		[`ff-${TRACE}-${PARENT}-01`],
		[`00-${TRACE.toUpperCase()}-${PARENT}-01`]
	])('begins here for %j', (traceparent) => {
		const { traceId, sampled } = read({ traceparent });
		expect(traceId).toMatch(/^[0-9a-f]{32}$/);
		expect(traceId).not.toBe(TRACE);
		expect(sampled).toBe(true);
	});

	it.each([['a-request:1.2_x'], ['x'.repeat(128)]])('keeps the request id %j', (id) => {
		expect(read({ 'x-request-id': id }).requestId).toBe(id);
	});

	it.each([['short'], ['x'.repeat(129)], ['<script>alert(1)</script>'], ['with a space'], ['{"a":1}12']])(
		'makes an id of its own for %j',
		(id) => {
			expect(read({ 'x-request-id': id }).requestId).toMatch(/^[0-9a-f-]{36}$/);
		}
	);
});
