// Who has a conversation open, and who types. Nothing of it is stored: it is read off the open sockets, so that it is right again
// after the object has slept, and gone with them. Whoever may read is seen; only whoever may write is seen to type.
import { z } from 'zod';
import { can, type Actor } from '#lib/shared/actor.ts';
import type { LiveFrame, LivePerson, LiveRequest } from '#lib/shared/conversation/live.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { Clock } from '../../platform/index.ts';
import type { ConversationRecord } from '../store/conversation-record.ts';
import type { LiveSocket, Watcher } from './live-socket.ts';

const Request = z.object({ type: z.literal('typing'), isTyping: z.boolean() });
const SOCKETS_AT_MOST = 250;
/** A hand types "I type" every few seconds; more than this is no hand. */
const FRAMES_A_SECOND = 10;
const FRAME_LENGTH_LIMIT = 1_000;
/** https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1: policy violation. */
const POLICY_VIOLATION = 1008;

export interface Presence {
	/** Who a new socket stands for. Throws `rate-limited` when there are too many. */
	welcome(actor: Actor, record: ConversationRecord): Watcher;
	/** Tells everybody who is here now. `without` is a socket that is going. */
	announce(without?: LiveSocket): void;
	/** What somebody sent. Anything but a frame we know is passed over; a flood closes the socket. */
	hear(socket: LiveSocket, data: string | ArrayBuffer): void;
}

export interface PresenceOptions {
	sockets: () => LiveSocket[];
	clock: Clock;
	newId: () => string;
	/** Whether somebody has the floor: they are seen to type, too. */
	isHolder: (personId: string) => boolean;
}

export function createPresence({ sockets, clock, newId, isHolder }: PresenceOptions): Presence {
	const heard = new WeakMap<LiveSocket, { since: number; count: number }>();

	function isFlooding(socket: LiveSocket): boolean {
		const now = clock.now();
		const known = heard.get(socket);
		const window = known === undefined || now - known.since >= 1_000 ? { since: now, count: 0 } : known;
		window.count += 1;
		heard.set(socket, window);
		return window.count > FRAMES_A_SECOND;
	}

	return {
		welcome(actor, record) {
			const present = sockets();
			if (present.length >= SOCKETS_AT_MOST)
				throw new AppError('rate-limited', 'Too many readers have this conversation open.', {
					retryAfterSeconds: 30
				});
			const personId = actor.userId ?? '';
			const isOwner = personId === record.personId;
			return {
				personId,
				key: present.find(({ watcher }) => watcher.personId === personId)?.watcher.key ?? newId(),
				role: isOwner ? 'owner' : 'staff',
				...(isOwner || actor.displayName === undefined ? {} : { name: actor.displayName }),
				mayWrite: can(actor, 'write:conversation', { personId: record.personId })
			};
		},
		announce(without) {
			const here = sockets().filter((socket) => socket !== without);
			const people = new Map<string, LivePerson>();
			for (const { watcher } of here) {
				const { key, role, name } = watcher;
				const tabs = (people.get(key)?.tabs ?? 0) + 1;
				people.set(key, { key, role, ...(name === undefined ? {} : { name }), tabs });
			}
			const ownerFirst = [...people.values()].sort((a, b) => a.role.localeCompare(b.role));
			tell(here, { type: 'presence', people: ownerFirst });
		},
		hear(socket, data) {
			if (isFlooding(socket)) {
				socket.close(POLICY_VIOLATION, 'too many messages');
				return;
			}
			const request = readRequest(data);
			const { key, mayWrite, personId } = socket.watcher;
			if (request === undefined || !(mayWrite || isHolder(personId))) return;
			const others = sockets().filter(({ watcher }) => watcher.key !== key);
			tell(others, { type: 'typing', key, isTyping: request.isTyping });
		}
	};
}

function tell(sockets: readonly LiveSocket[], frame: LiveFrame): void {
	const text = JSON.stringify(frame);
	for (const socket of sockets) {
		try {
			socket.send(text);
		} catch {
			// Closed under our hands.
		}
	}
}

function readRequest(data: string | ArrayBuffer): LiveRequest | undefined {
	if (typeof data !== 'string' || data.length > FRAME_LENGTH_LIMIT) return undefined;
	try {
		return Request.safeParse(JSON.parse(data)).data;
	} catch {
		return undefined;
	}
}
