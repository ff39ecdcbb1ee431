// What the alarm does: the duties that are due, each safe to do twice. A duty that fails is planned again, later each time.
import { setStatus } from './changes.ts';
import type { ConversationContext } from './conversation-context.ts';
import { LIMITS } from './limits.ts';
import type { TurnRunner } from './run-turns.ts';
import { backoffMs, type Duty } from './store/schedule.ts';

interface Hands {
	runner: TurnRunner;
	/** Empties the outbox. False: the person is gone, and the conversation with them. */
	send(): Promise<boolean>;
	/** Sees whether whoever has the floor is still there. */
	watchFloor(): void;
	/** Sees to the call. True: it is over, and no conversation came of it. */
	watchCall(): boolean;
	/** Moves the conversation into the archive if its time has come: true when it is gone and nothing may be done to it any more. */
	leave(): Promise<boolean>;
	/** Erases the conversation everywhere; nothing may be done to it afterwards. */
	erase(): Promise<void>;
}

export async function doDuties(context: ConversationContext, hands: Hands): Promise<void> {
	const { schedule } = context.store;
	for (const { duty, tries } of schedule.due(context.clock.now())) {
		switch (duty) {
			case 'watchdog':
				watch(context, hands.runner);
				break;
			case 'floor':
				hands.watchFloor();
				break;
			case 'call':
				if (!hands.watchCall()) break;
				await hands.erase();
				return;
			case 'rest':
				rest(context);
				break;
			case 'outbox':
				if ((await orLater(context, duty, tries, hands.send)) === false) return;
				break;
			case 'archive':
				if (await orLater(context, duty, tries, hands.leave)) return;
				break;
			case 'erase': {
				const erase = () => hands.erase().then(() => true);
				if (await orLater(context, duty, tries, erase)) return;
				break;
			}
		}
	}
	schedule.settle();
}

/** A conversation from before there were archives has ended with nothing planned. */
export function lookAfter({ store: { schedule }, clock }: ConversationContext): void {
	if (schedule.isPlanned('rest') || schedule.isPlanned('archive')) return;
	schedule.plan('archive', clock.now());
	schedule.settle();
}

/** Lost turns were settled when this process first touched the conversation; here only what still runs is watched on. */
function watch({ store, clock }: ConversationContext, runner: TurnRunner): void {
	runner.next();
	if (runner.runningId() === undefined) store.schedule.cancel('watchdog');
	else store.schedule.plan('watchdog', clock.now() + LIMITS.watchdogMs);
}

function rest(context: ConversationContext): void {
	const { store, clock, journal } = context;
	const next = context.requireRecord().status === 'active' ? 'idle' : 'ended';
	store.storage.transaction(() => {
		setStatus(context, next);
		if (next === 'idle') store.schedule.plan('rest', clock.now() + LIMITS.endedMs - LIMITS.idleMs);
		else {
			store.schedule.cancel('rest');
			store.schedule.plan('archive', clock.now() + LIMITS.archiveAgainMs);
		}
	});
	journal.publish();
	context.project();
}

/** undefined when it failed, and is planned again. */
async function orLater<T>(
	{ store, clock, log }: ConversationContext,
	duty: Duty,
	tries: number,
	work: () => Promise<T>
): Promise<T | undefined> {
	try {
		return await work();
	} catch (cause) {
		log.warn('work on the alarm failed', { duty, tries, cause });
		store.schedule.plan(duty, clock.now() + backoffMs(tries), tries + 1);
		return undefined;
	}
}
