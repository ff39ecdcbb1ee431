// The call of a conversation: who may start it, who comes back to it, who takes it over, and when it ends. Guarantees: one socket at a time
// is the call's; whatever others send gets an error and changes nothing of it; whoever has the token comes back and misses no event.
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import { parseCallRequest } from '#lib/shared/voice/control-schema.ts';
import { decodeFrame } from '#lib/shared/voice/frames.ts';
import { RESUMABLE_MS, type CallRequest, type JournaledBody } from '#lib/shared/voice/protocol.ts';
import type { Call, CallConnection, CallDependencies } from './call.ts';
import { createCallSession, type CallSession } from './call-session.ts';
import { createErrorLimit, sendTo, toErrorEvent, type ErrorStage } from './call-wire.ts';
import type { CallRecord } from './ports.ts';

type EndReason = Extract<JournaledBody, { type: 'session.ended' }>['reason'];

/** Of text; a page sends a few a second. */
const CONTROLS_A_SECOND = 50;
const NORMAL_CLOSURE = 1000;

interface Socket {
	actor: Actor;
	mayTell: ReturnType<typeof createErrorLimit>;
	/** Requests of one socket are dealt with one after the other. */
	tail: Promise<void>;
	controls: { since: number; count: number };
}

export function createCall(dependencies: CallDependencies): Call {
	const { store, clock, speech } = dependencies;
	const sockets = new Map<CallConnection, Socket>();
	let session: CallSession | undefined;
	/** Starting and coming back wait for each other, of whatever socket. */
	let entering: Promise<void> = Promise.resolve();
	/** A process that was lost closed no socket: its call may be resumed for as long from when the next one began. */
	const bornAt = clock.now();
	const leftAt = (record: CallRecord) => record.closedAt ?? (session === undefined ? bornAt : undefined);

	function tell(connection: CallConnection, stage: ErrorStage, thrown: unknown): void {
		const event = toErrorEvent(stage, thrown);
		if (sockets.get(connection)?.mayTell(stage, event.code) === true) sendTo(connection, event);
	}

	function endSession(reason: EndReason): void {
		const ended = session;
		session = undefined;
		if (ended !== undefined) {
			ended.end(reason !== 'deleted' && reason !== 'failed');
			ended.wire.emit({ type: 'session.ended', reason });
			const { connection } = ended;
			ended.wire.connect(undefined);
			if (connection !== undefined) close(connection, reason);
		}
		store.end();
		dependencies.alarmChanged();
	}

	function close(connection: CallConnection, reason: string): void {
		sockets.delete(connection);
		try {
			connection.close(NORMAL_CLOSURE, reason);
		} catch {
			// It was closed already.
		}
	}

	const lastEventSeq = () => store.after(0).at(-1)?.eventSeq ?? 0;

	/** Makes the socket the call's, under a new token. */
	async function attach(
		entered: CallSession,
		connection: CallConnection,
		missedAfter?: number
	): Promise<void> {
		const { record } = entered;
		const token = dependencies.newToken();
		const tokenHash = await sha256Hex(token);
		// Gone, or ended, while the token was hashed.
		if (session !== entered || !sockets.has(connection)) return;
		record.previousTokenHash = record.tokenHash === '' ? null : record.tokenHash;
		record.tokenHash = tokenHash;
		record.closedAt = null;
		entered.connection = connection;
		entered.save();
		connection.keep({ sessionId: record.sessionId });
		entered.wire.connect(connection);
		entered.wire.send({
			type: 'session.ready',
			sessionId: record.sessionId,
			token,
			nextMicSeq: entered.nextMicSeq(),
			eventSeq: lastEventSeq(),
			modes: { ...record.modes }
		});
		if (missedAfter !== undefined) for (const event of store.after(missedAfter)) sendTo(connection, event);
		dependencies.alarmChanged();
	}

	async function start(
		connection: CallConnection,
		actor: Actor,
		{ browser, language = 'en', takeOver = false }: Extract<CallRequest, { type: 'session.start' }>
	): Promise<void> {
		if (session?.connection !== undefined && !takeOver)
			throw new AppError(
				'conflict',
				session.connection === connection
					? 'This call has been started already.'
					: 'Another tab is in a call with this conversation. End it there, or take it over.'
			);
		if (session?.connection === connection) {
			session.connection = undefined;
			session.wire.connect(undefined);
		}
		if (session !== undefined || store.load() !== undefined) endSession('replaced');
		const record: CallRecord = {
			sessionId: dependencies.newId(),
			personId: actor.userId ?? '',
			tokenHash: '',
			previousTokenHash: null,
			nextMicSeq: 0,
			startedAt: clock.now(),
			closedAt: null,
			lastResponseId: 0,
			spokenTurns: 0,
			modes: {
				transcriber: speech.transcribers[0]?.mode ?? (browser.recognition ? 'browser' : 'typing'),
				speaker: speech.speakers[0]?.mode ?? (browser.synthesis ? 'browser' : 'text')
			},
			browser,
			language,
			isMuted: false
		};
		store.save(record);
		session = createCallSession(dependencies, record, actor);
		const started = session;
		await attach(started, connection);
		if (session !== started) return;
		const { transcriber, speaker } = record.modes;
		started.wire.emit({ type: 'provider.state', stage: 'transcriber', mode: transcriber, reason: 'start' });
		started.wire.emit({ type: 'provider.state', stage: 'speaker', mode: speaker, reason: 'start' });
		started.attached();
	}

	async function resume(
		connection: CallConnection,
		actor: Actor,
		{ sessionId, token, lastEventSeq: seen, browser }: Extract<CallRequest, { type: 'session.resume' }>
	): Promise<void> {
		const record = session?.record ?? store.load();
		if (record === undefined || record.sessionId !== sessionId)
			throw new AppError('not-found', 'This call is over. Start a new one.');
		const hash = await sha256Hex(token);
		const isToken = hash === record.tokenHash || hash === record.previousTokenHash;
		if (record.personId !== (actor.userId ?? '') || !isToken)
			throw new AppError('forbidden', 'This call belongs to somebody else, or its key has been used.');
		if (clock.now() - (leftAt(record) ?? clock.now()) > RESUMABLE_MS) {
			endSession('expired');
			throw new AppError('not-found', 'This call was left for too long, and is over. Start a new one.');
		}
		const old = session?.connection;
		if (session !== undefined && old !== undefined && old !== connection) {
			// The same tab by another way, before the loss of the first was noticed.
			session.detached();
			session.connection = undefined;
			close(old, 'resumed');
		}
		const isLost = session === undefined;
		record.browser = browser;
		session ??= createCallSession(dependencies, record, actor);
		const resumed = session;
		resumed.actor = actor;
		await attach(resumed, connection, seen);
		if (session !== resumed) return;
		if (isLost) resumed.recover(store.after(0));
		resumed.attached();
	}

	async function hearText(connection: CallConnection, socket: Socket, text: string): Promise<void> {
		let request: CallRequest;
		try {
			countControl(socket);
			request = parseCallRequest(text);
		} catch (thrown) {
			tell(connection, 'control', thrown);
			return;
		}
		try {
			if (request.type === 'session.start' || request.type === 'session.resume') {
				const opening = request;
				const entered = entering.then(() =>
					opening.type === 'session.start'
						? start(connection, socket.actor, opening)
						: resume(connection, socket.actor, opening)
				);
				entering = entered.catch(() => undefined);
				await entered;
				return;
			}
			const own = ownSession(connection);
			if (request.type === 'session.end') endSession('ended');
			else own.hearInput(request);
		} catch (thrown) {
			tell(connection, 'session', thrown);
		}
	}

	function countControl({ controls }: Socket): void {
		const now = clock.now();
		if (now - controls.since >= 1_000) {
			controls.since = now;
			controls.count = 0;
		}
		controls.count += 1;
		if (controls.count > CONTROLS_A_SECOND)
			throw new AppError('rate-limited', 'So many control messages are not read. The call goes on.');
	}

	/** The call, if this socket is its own. */
	function ownSession(connection: CallConnection): CallSession {
		if (session === undefined || session.connection !== connection)
			throw new AppError('invalid', 'This socket is in no call: start one, or resume it, first.');
		// Whoever has the new token has it for sure now.
		session.record.previousTokenHash = null;
		return session;
	}

	function hearSound(connection: CallConnection, bytes: ArrayBuffer): void {
		try {
			const own = ownSession(connection);
			const frame = decodeFrame(bytes);
			if (frame.kind !== 'microphone') throw new RangeError('Only microphone frames go up.');
			own.hearSound(frame);
		} catch (thrown) {
			tell(
				connection,
				'frame',
				thrown instanceof RangeError ? new AppError('invalid', thrown.message, { cause: thrown }) : thrown
			);
		}
	}

	function open(connection: CallConnection, actor: Actor): void {
		sockets.set(connection, {
			actor,
			mayTell: createErrorLimit(clock),
			tail: Promise.resolve(),
			controls: { since: clock.now(), count: 0 }
		});
	}

	return {
		open,
		wake(connection, actor) {
			open(connection, actor);
			const record = session?.record ?? store.load();
			if (record === undefined || connection.kept()?.sessionId !== record.sessionId) return;
			session ??= createCallSession(dependencies, record, actor);
			session.connection = connection;
			session.wire.connect(connection);
		},
		async hear(connection, data) {
			const socket = sockets.get(connection);
			if (socket === undefined) return;
			if (typeof data !== 'string') {
				hearSound(connection, data);
				return;
			}
			socket.tail = socket.tail.then(() => hearText(connection, socket, data));
			await socket.tail;
		},
		closed(connection) {
			sockets.delete(connection);
			if (session?.connection !== connection) return;
			session.connection = undefined;
			session.wire.connect(undefined);
			session.detached();
			session.record.closedAt = clock.now();
			session.save();
			dependencies.alarmChanged();
		},
		alarmAt() {
			const record = session?.record ?? store.load();
			if (record === undefined) return undefined;
			const left = leftAt(record);
			return left === undefined ? session?.retryAt() : left + RESUMABLE_MS;
		},
		alarm() {
			const record = session?.record ?? store.load();
			const left = record === undefined ? undefined : leftAt(record);
			if (left !== undefined && clock.now() - left >= RESUMABLE_MS) endSession('expired');
			else session?.retry();
		},
		end: endSession,
		isBusy: () => session?.isBusy() === true
	};
}
