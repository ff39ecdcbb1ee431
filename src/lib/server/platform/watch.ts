// What an alarm watches until it is over: alarms survive what kills a workflow or the work behind an answer. The object that holds one
// (worker/watch.object.ts) is a thin shell; what it does when it rings are the rooms' rules, one `Watch` a kind (services.ts lists them).
import type { Bindings } from './bindings.ts';

export type WatchKind =
	'analysis' | 'crawl' | 'deliveries' | 'escalation' | 'ingest' | 'replay' | 'tool-chain';

/** Ids that the alarm has to remember. */
export type WatchMemo = Readonly<Record<string, string>>;

export interface Watch<Memo extends WatchMemo = WatchMemo> {
	/** Undefined where there is nothing to watch. */
	begin(id: string): Promise<Memo | undefined>;
	/** Goes on with it. Milliseconds until it is looked at again; undefined when it is over. `alarms`: how often it rang before. */
	look(memo: Memo, alarms: number): Promise<number | undefined>;
	/** Until the first look, and until the next one where looking itself is killed. */
	pauseMs(alarms: number): number;
}

/** The remote face of worker/watch.object.ts. */
export interface WatchRpc {
	/** However often it is asked for there is one alarm; another wish only brings it forward. */
	watch(kind: WatchKind, id: string): Promise<void>;
}

/** Does nothing where no alarms are bound: then it is done with the next use, or once a day. */
export async function startWatch(
	{ WATCHES }: { WATCHES?: Bindings['WATCHES'] | undefined },
	kind: WatchKind,
	id: string
): Promise<void> {
	if (WATCHES === undefined) return;
	await (WATCHES.get(WATCHES.idFromName(`${kind}:${id}`)) as unknown as WatchRpc).watch(kind, id);
}
