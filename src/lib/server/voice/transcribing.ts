// The connection to a transcriber: opened when there is something to hear, closed when there has been nothing for long, and replaced by
// the next of the chain when it is lost; whatever was not understood yet is given to the next one again. It decides nothing about turns.
import { AppError } from '#lib/shared/errors.ts';
import type { ModeReason, TranscriberMode } from '#lib/shared/voice/protocol.ts';
import type { Clock } from '../platform/index.ts';
import type { Transcriber, TranscriptEvent, TranscriptStream } from '../speech/index.ts';
import type { MicFrame } from './mic-ledger.ts';
import type { ProviderChain } from './provider-chain.ts';

export interface Transcribing {
	/** One frame, in order. */
	push(frame: MicFrame): void;
	/** Something is to be heard: opens a connection if there is none. */
	open(): void;
	/** What there is becomes final soon. */
	finish(): void;
	close(): void;
	isOpen(): boolean;
	/** Whether the one in use knows by itself where a turn ends. */
	detectsTurns(): boolean;
	/** There is some transcriber on the server's side. */
	isServed(): boolean;
	/** The page cannot, or its line is too slow. */
	failed(mode: TranscriberMode, reason: ModeReason, forGood: boolean): void;
	/** Tries a better one, if it is time. */
	retry(): void;
}

interface Connection {
	transcriber: Transcriber;
	stream: TranscriptStream;
	openedAt: number;
	pushedAt: number;
}

const IDLE_MS = 30_000;
const CHECK_MS = 4_000;
/** One that had worked this long and is lost is worth one more try before the next is taken: lines break. */
const PROVEN_MS = 5_000;
const OPEN_WITHIN_MS = 5_000;

export function createTranscribing(options: {
	transcribers: readonly Transcriber[];
	chain: ProviderChain<TranscriberMode>;
	language: string;
	clock: Clock;
	later: (delayMs: number, work: () => void) => () => void;
	inBackground: (label: string, work: Promise<unknown>) => void;
	onEvent: (event: TranscriptEvent) => void;
	onMode: (mode: TranscriberMode, reason: ModeReason) => void;
	/** What is still to be understood: given to each new connection. */
	unsettled: () => readonly MicFrame[];
	/** When something was last heard, ms since epoch. */
	heardAt: () => number;
	/** It was closed because nothing was heard for long. */
	onIdle: () => void;
}): Transcribing {
	const { chain, clock, later } = options;
	let connection: Connection | undefined;
	let opening: AbortController | undefined;
	let check: (() => void) | undefined;

	const inUse = () => options.transcribers.find(({ mode }) => mode === chain.mode());

	function watch(): void {
		check?.();
		check = later(CHECK_MS, () => {
			check = undefined;
			if (connection === undefined) return;
			const now = clock.now();
			if (now - Math.max(options.heardAt(), connection.openedAt) >= IDLE_MS) {
				close();
				options.onIdle();
				return;
			}
			if (now - connection.pushedAt >= CHECK_MS) connection.stream.keepAlive();
			watch();
		});
	}

	function close(): void {
		opening?.abort();
		opening = undefined;
		check?.();
		check = undefined;
		const old = connection;
		connection = undefined;
		old?.stream.close();
	}

	/** `isTrial`: of a better one, while the present one goes on. */
	async function connect(transcriber: Transcriber, isTrial: boolean, isSecond = false): Promise<void> {
		const controller = new AbortController();
		opening = controller;
		const late = later(OPEN_WITHIN_MS, () => controller.abort());
		let here: Connection | undefined;
		try {
			const stream = await orAborted(
				transcriber.open({
					language: options.language,
					onEvent: (event) => {
						if (here !== undefined && connection === here) options.onEvent(event);
					},
					signal: controller.signal
				}),
				controller.signal
			);
			if (opening !== controller) {
				stream.close();
				return;
			}
			connection?.stream.close();
			here = { transcriber, stream, openedAt: clock.now(), pushedAt: clock.now() };
			connection = here;
			opening = undefined;
			if (chain.works(transcriber.mode)) options.onMode(transcriber.mode, 'recovered');
			for (const frame of options.unsettled()) stream.push(frame.samples, frame.mediaMs);
			watch();
			options.inBackground('a transcriber', follow(here, isSecond));
		} catch {
			if (opening !== controller) return;
			opening = undefined;
			fail(transcriber, isTrial);
		} finally {
			late();
		}
	}

	async function follow(here: Connection, isSecond: boolean): Promise<void> {
		try {
			await here.stream.closed;
			if (connection === here) connection = undefined;
		} catch (thrown) {
			if (connection !== here) return;
			connection = undefined;
			const isProven = clock.now() - here.openedAt >= PROVEN_MS;
			const isRefused = thrown instanceof AppError && thrown.code === 'rate-limited';
			if (isProven && !isSecond && !isRefused) await connect(here.transcriber, false, true);
			else fail(here.transcriber, false);
		}
	}

	function fail(transcriber: Transcriber, isTrial: boolean): void {
		const hasMoved = chain.failed(transcriber.mode);
		if (hasMoved) options.onMode(chain.mode(), 'failed');
		// Of a trial the present one is still there.
		if (!isTrial || connection === undefined) open();
	}

	function open(): void {
		const transcriber = inUse();
		if (transcriber === undefined || connection !== undefined || opening !== undefined) return;
		options.inBackground('opening a transcriber', connect(transcriber, false));
	}

	return {
		push({ samples, mediaMs }) {
			if (connection === undefined) return;
			connection.pushedAt = clock.now();
			connection.stream.push(samples, mediaMs);
		},
		open,
		finish: () => connection?.stream.finish(),
		close,
		isOpen: () => connection !== undefined,
		detectsTurns: () => connection?.transcriber.detectsTurns ?? true,
		isServed: () => inUse() !== undefined,
		failed(mode, reason, forGood) {
			const wasServed = inUse()?.mode === mode;
			if (!chain.failed(mode, { forGood })) return;
			// A line too slow for sound is too slow for every transcriber here.
			if (reason === 'uplink')
				for (const { mode: other } of options.transcribers) if (other !== mode) chain.failed(other);
			if (wasServed) close();
			options.onMode(chain.mode(), reason);
			open();
		},
		retry() {
			if (opening !== undefined) return;
			const mode = chain.toRetry();
			if (mode === undefined) return;
			const transcriber = options.transcribers.find((other) => other.mode === mode);
			if (transcriber === undefined) {
				// The browser's own: there is nothing to open here, the page tells when it fails again.
				if (chain.works(mode)) options.onMode(mode, 'recovered');
				return;
			}
			options.inBackground('trying a transcriber again', connect(transcriber, true));
		}
	};
}

/** For what does not heed its signal: what it opens too late is closed. */
async function orAborted(work: Promise<TranscriptStream>, signal: AbortSignal): Promise<TranscriptStream> {
	const aborted = new Promise<never>((_, reject) => {
		signal.addEventListener('abort', () => {
			work.then(
				(stream) => stream.close(),
				() => undefined
			);
			reject(new AppError('unavailable', 'The transcriber does not answer.'));
		});
	});
	return Promise.race([work, aborted]);
}
