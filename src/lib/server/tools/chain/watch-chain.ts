// The alarm that goes on with a chain nobody else does: a workflow of a process that was killed may never go on by itself.
import type { Watch } from '../../platform/index.ts';
import type { ChainPlace } from './chain-work.ts';

export type ChainWatch = Watch<Readonly<{ conversationId: string; chainId: string }>>;

export interface ChainWatchDependencies {
	place: Pick<ChainPlace, 'chain'>;
	start: (conversationId: string, chainId: string) => Promise<void>;
}

/** Somebody waits: soon at first. */
const FIRST_MS = 15_000;
const LONGEST_MS = 600_000;
/** Two weeks. What then still does not end kills whatever goes on with it. */
const MOST_ALARMS = 2_000;

const pauseMs = (alarms: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(10, alarms));

export function createChainWatch({ place, start }: ChainWatchDependencies): ChainWatch {
	return {
		pauseMs,
		// As `chainWatchId` joins them.
		begin(id) {
			const [conversationId = '', chainId = ''] = id.split(':');
			return Promise.resolve({ conversationId, chainId });
		},
		async look({ conversationId, chainId }, alarms) {
			if (alarms >= MOST_ALARMS || (await place.chain(conversationId, chainId)) === null) return undefined;
			await start(conversationId, chainId);
			return pauseMs(alarms + 1);
		}
	};
}
