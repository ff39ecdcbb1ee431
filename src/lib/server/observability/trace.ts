// W3C Trace Context (https://www.w3.org/TR/trace-context/): an incoming trace goes on, otherwise one starts here.

export interface Trace {
	/** From x-request-id where it is sane, else new. Shown to users in errors, found in every log line. */
	requestId: string;
	traceId: string;
	/** This hop's span, the parent of the next. */
	spanId: string;
	sampled: boolean;
}

const REQUEST_ID = /^[\w.:-]{8,128}$/;
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

export function readTrace(headers: Headers): Trace {
	const given = headers.get('x-request-id');
	const parent = TRACEPARENT.exec(headers.get('traceparent') ?? '');
	const [, version, traceId, parentSpan, flags] = parent ?? [];
	const isValid =
		version !== undefined &&
		version !== 'ff' &&
		!/^0+$/.test(traceId ?? '0') &&
		!/^0+$/.test(parentSpan ?? '0');
	return {
		requestId: given !== null && REQUEST_ID.test(given) ? given : crypto.randomUUID(),
		traceId: isValid && traceId !== undefined ? traceId : randomHex(16),
		spanId: randomHex(8),
		sampled: isValid && flags !== undefined ? (parseInt(flags, 16) & 1) === 1 : true
	};
}

export function formatTraceparent(trace: Trace): string {
	return `00-${trace.traceId}-${trace.spanId}-${trace.sampled ? '01' : '00'}`;
}

function randomHex(bytes: number): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (b) =>
		b.toString(16).padStart(2, '0')
	).join('');
}
