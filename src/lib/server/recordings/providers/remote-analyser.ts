// A recording measured by another program over HTTP: POST {url}/analyze, as docs/analyser-api.md has it. It gets a signed address of the
// sound where this deployment has an address of its own, and the sound itself otherwise. Errors leave as AppError; bodies are bounded.
import { AppError } from '#lib/shared/errors.ts';
import { REAL_TIME, tryAgain, type CircuitBreaker, type Patience } from '../../resilience/index.ts';
import type { RecordingRow } from '../analysis/analysis-records.ts';
import { Answer, toAnalysis, type AnalyserAnswer } from './answer.ts';
import { inlineBody, type OpenSound } from './inline-body.ts';
import { readBounded } from './read-bounded.ts';

export interface RemoteAnalyser {
	analyse(recording: RecordingRow): Promise<AnalyserAnswer>;
}

export interface RemoteAnalyserOptions {
	/** Without the path. */
	url: string;
	apiKey?: string | undefined;
	/** An absolute address where the sound can be fetched for a while; null where there is none. */
	linkTo(recording: RecordingRow): Promise<string | null>;
	open(recording: RecordingRow): Promise<OpenSound>;
	breaker: CircuitBreaker;
	fetch: typeof fetch;
	timeoutMs?: number;
	patience?: Partial<Patience>;
}

/** A machine with a model may have to be woken first. */
const TIMEOUT_MS = 60_000;
const MOST_ANSWER_BYTES = 8 * 1024 * 1024;
/** Too busy, not there for the moment, or not quick enough: the same question may be answered later. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
/** The analyser looked at the sound and cannot read it. */
const UNREADABLE = new Set([415, 422]);

export function createRemoteAnalyser(options: RemoteAnalyserOptions): RemoteAnalyser {
	const { url, apiKey, linkTo, open, breaker, timeoutMs = TIMEOUT_MS } = options;
	// Called as a method of something else, workerd refuses it.
	const { fetch: send } = options;
	const patience: Patience = {
		tries: 3,
		firstWaitMs: 1_000,
		longestWaitMs: 10_000,
		...REAL_TIME,
		...options.patience
	};

	async function ask(recording: RecordingRow): Promise<AnalyserAnswer> {
		const admission = await breaker.admit();
		if (admission === 'refused') throw paused();
		try {
			const answer = await post(recording);
			breaker.report(admission, 'success');
			return answer;
		} catch (thrown) {
			// A file that cannot be read says nothing against who says so.
			const isFine = thrown instanceof AppError && thrown.code === 'unsupported';
			breaker.report(admission, isFine ? 'success' : 'failure');
			throw thrown;
		}
	}

	async function post(recording: RecordingRow): Promise<AnalyserAnswer> {
		const signal = AbortSignal.timeout(timeoutMs);
		try {
			const response = await send(`${url.replace(/\/+$/, '')}/analyze`, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					accept: 'application/json',
					...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` })
				},
				body: await bodyFor(recording),
				// Node sends a stream only half-duplex, and wants to be told so.
				duplex: 'half',
				// The key and the sound go to the address in the settings and to no other.
				redirect: 'manual',
				signal
			} as RequestInit);
			if (response.status !== 200) throw await refusal(response);
			return parse(await readBounded(response, MOST_ANSWER_BYTES));
		} catch (thrown) {
			if (thrown instanceof AppError) throw thrown;
			throw new AppError('unavailable', 'The analyser cannot be reached.', { cause: thrown });
		}
	}

	async function bodyFor(recording: RecordingRow): Promise<BodyInit> {
		const { id, durationSeconds } = recording;
		const about = { recordingId: id, ...(durationSeconds === null ? {} : { durationSeconds }) };
		const link = await linkTo(recording);
		if (link !== null) return JSON.stringify({ ...about, audio: { url: link } });
		return inlineBody(about, await open(recording));
	}

	return { analyse: (recording) => tryAgain(() => ask(recording), patience) };
}

async function refusal(response: Response): Promise<AppError> {
	await response.body?.cancel();
	const { status } = response;
	if (UNREADABLE.has(status))
		return new AppError('unsupported', `The analyser cannot read this sound (${String(status)}).`);
	const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
	return new AppError('unavailable', `The analyser answered with ${String(status)}.`, {
		retryable: PASSING.has(status),
		...(Number.isFinite(seconds) && seconds >= 0 ? { retryAfterSeconds: seconds } : {})
	});
}

function parse(text: string): AnalyserAnswer {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (cause) {
		throw malformed(cause);
	}
	const parsed = Answer.safeParse(json);
	if (!parsed.success) throw malformed(parsed.error);
	return toAnalysis(parsed.data);
}

/** The same question would be answered alike. */
const malformed = (cause: unknown): AppError =>
	new AppError('unavailable', 'The analyser’s answer is not what was agreed.', { retryable: false, cause });

const paused = (): AppError =>
	new AppError('unavailable', 'The analyser has failed too often to be asked just now.', {
		retryable: false
	});
