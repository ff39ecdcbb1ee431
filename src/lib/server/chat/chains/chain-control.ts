// A chain as its workflow sees it: what it is to do, how far it has come, and its end, which is said once, behind whatever was said last.
// While somebody of the school has the floor nothing of the assistant's is said: the end waits.
import { withProgress, type Chain, type ChainProgress } from '../../tools/index.ts';
import type { ConversationContext } from '../conversation-context.ts';
import type { TurnRunner } from '../run-turns.ts';
import { tellChain } from './chain-words.ts';

export interface ChainControl {
	/** As it stands, with this progress; null where it is over, or was never there. */
	chain(id: string, progress?: ChainProgress): Promise<Chain | null>;
	/** False: not now. What is over is told already. */
	endChain(id: string): Promise<boolean>;
}

export interface ChainControlDependencies {
	context: ConversationContext;
	runner: Pick<TurnRunner, 'say'>;
	/** False where there is no such conversation. */
	isHere: () => boolean;
	write: <T>(work: () => T) => Promise<T>;
}

export function createChainControl({
	context,
	runner,
	isHere,
	write
}: ChainControlDependencies): ChainControl {
	const { store, journal } = context;

	function find(id: string): Chain | undefined {
		const record = isHere() ? store.record.load() : undefined;
		return record === undefined || record.deletedAt !== null ? undefined : store.chains.find(id);
	}

	return {
		async chain(id, progress) {
			const chain = find(id);
			if (chain === undefined || progress === undefined) return chain ?? null;
			const next = withProgress(chain, progress);
			await write(() => store.chains.put(next));
			return next;
		},
		async endChain(id) {
			const chain = find(id);
			if (chain === undefined) return true;
			if (store.floor.holder() !== undefined || store.turns.open().length > 0) return false;
			runner.say(chain.actor, tellChain(chain), () => store.chains.end(id));
			await journal.settled();
			return true;
		}
	};
}
