// How well the media connection does, in numbers without content.
import type { SoundRequest, SoundStats } from '../../shared/voice/sound.ts';

interface Inbound {
	type: string;
	kind?: string;
	packetsReceived?: number;
	packetsLost?: number;
	jitter?: number;
	jitterBufferDelay?: number;
	jitterBufferEmittedCount?: number;
	concealedSamples?: number;
	totalSamplesReceived?: number;
}
interface Pair {
	type: string;
	nominated?: boolean;
	currentRoundTripTime?: number;
}

function readStats(report: ReadonlyMap<string, unknown>): SoundStats {
	const entries = [...report.values()] as (Inbound & Pair)[];
	const inbound = entries.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio');
	const pair = entries.find(({ type, nominated }) => type === 'candidate-pair' && nominated === true);
	const ratio = (part = 0, whole = 0) => (whole > 0 ? part / whole : 0);
	const received = inbound?.packetsReceived ?? 0;
	const lost = Math.max(0, inbound?.packetsLost ?? 0);
	return {
		jitterMs: 1_000 * (inbound?.jitter ?? 0),
		bufferMs: 1_000 * ratio(inbound?.jitterBufferDelay, inbound?.jitterBufferEmittedCount),
		roundTripMs: 1_000 * (pair?.currentRoundTripTime ?? 0),
		lostRatio: ratio(lost, received + lost),
		concealedRatio: ratio(inbound?.concealedSamples, inbound?.totalSamplesReceived)
	};
}

export async function measureSound(
	connection: { stats(): Promise<RTCStatsReport> },
	send: (request: SoundRequest) => void
): Promise<void> {
	const stats = await connection.stats();
	send({ type: 'sound.stats', ...readStats(stats) });
}
