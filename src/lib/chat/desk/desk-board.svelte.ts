// The desk's list as it changes: read again and again, more seldom while nobody looks. Says who is new, once each.
import type { DeskAgent, DeskEntry, DeskView, PresenceChange } from '#lib/shared/desk.ts';
import { request, WireError, type Surroundings } from '../wire.ts';

export const LOOK_EVERY_MS = 5_000;
/** Often enough to be told in time, and for the desk to know that somebody is there. */
export const LOOK_HIDDEN_EVERY_MS = 20_000;

/** `offered`: to whoever looks. */
export interface Arrival {
	kind: 'waits' | 'offered';
	entry: DeskEntry;
}

export class DeskBoard {
	#view: DeskView = $state.raw({} as DeskView);
	now = $state(0);
	/** `stale`: it could not be read just now. `closed`: it may not be read any more. */
	state: 'fresh' | 'stale' | 'closed' = $state('fresh');
	#known: ReadonlySet<string>;

	readonly offered = $derived(this.#view.waiting.filter(({ handover }) => handover?.offer?.isMine === true));
	readonly waiting = $derived(this.#view.waiting.filter(({ handover }) => handover?.offer?.isMine !== true));
	readonly mine = $derived(this.#view.taken.filter(({ handover }) => handover?.isMine === true));
	readonly others = $derived(this.#view.taken.filter(({ handover }) => handover?.isMine !== true));
	readonly live = $derived(this.#view.live);
	readonly waitingCount = $derived(this.#view.waiting.length);
	readonly usualWaitMs = $derived(this.#view.usualWaitMs);
	readonly me: DeskAgent | undefined = $derived(this.#view.agents.find(({ isMe }) => isMe));
	/** Those who are there, and whoever is away but has somebody. */
	readonly colleagues = $derived(
		this.#view.agents.filter(({ isMe, status, holds }) => !isMe && (status !== 'offline' || holds > 0))
	);

	constructor(
		view: DeskView,
		now: number,
		private readonly surroundings: Pick<Surroundings, 'fetch' | 'now'>
	) {
		this.#view = view;
		this.now = now;
		this.#known = new Set(keysOf(view));
	}

	/** Gives who is new since the last look. */
	async look(): Promise<Arrival[]> {
		try {
			const view = await (await request(this.surroundings, 'GET', '/api/desk')).json<DeskView>();
			return this.#take(view);
		} catch (thrown) {
			if (!(thrown instanceof WireError)) throw thrown;
			this.state = thrown.code === 'forbidden' || thrown.code === 'unauthenticated' ? 'closed' : 'stale';
			return [];
		}
	}

	/** Throws a WireError when it was not changed. */
	async setPresence(change: PresenceChange): Promise<void> {
		const response = await request(this.surroundings, 'PUT', '/api/desk/presence', change);
		const me = await response.json<DeskAgent>();
		this.#view = { ...this.#view, agents: [...this.#view.agents.filter(({ isMe }) => !isMe), me] };
	}

	#take(view: DeskView): Arrival[] {
		const arrivals = view.waiting.flatMap((entry) => this.#arrivalOf(entry));
		this.#view = view;
		this.now = this.surroundings.now();
		this.state = 'fresh';
		this.#known = new Set(keysOf(view));
		return arrivals;
	}

	#arrivalOf(entry: DeskEntry): Arrival[] {
		const offer = offerKey(entry);
		if (offer !== undefined && !this.#known.has(offer)) return [{ kind: 'offered', entry }];
		return this.#known.has(waitKey(entry)) ? [] : [{ kind: 'waits', entry }];
	}
}

const waitKey = ({ handover, conversationId }: DeskEntry): string => handover?.requestId ?? conversationId;

/** An offer that was made again is another. */
function offerKey(entry: DeskEntry): string | undefined {
	const offer = entry.handover?.offer;
	return offer?.isMine === true ? `${waitKey(entry)} ${offer.endsAt}` : undefined;
}

const keysOf = ({ waiting }: DeskView): string[] =>
	waiting.flatMap((entry) => [waitKey(entry), offerKey(entry) ?? waitKey(entry)]);
