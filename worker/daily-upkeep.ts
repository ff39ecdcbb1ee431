// What nobody asks for and still has to be done, a bounded slice a day; all of it may be done twice, and what was cut off is done tomorrow.
import { createLogger, createRunInBackground } from '#lib/server/observability/index.ts';
import type { Bindings } from '#lib/server/platform/index.ts';
import { createServices } from '#lib/server/services.ts';

export async function doDailyUpkeep(
	env: Bindings,
	context: Pick<ExecutionContext, 'waitUntil'>
): Promise<void> {
	const log = createLogger();
	const runInBackground = createRunInBackground((work) => context.waitUntil(work), log);
	const {
		attachments,
		chat,
		consistency,
		crawl,
		deliveries,
		erasure,
		ingestion,
		knowledgeGaps,
		metrics,
		recordings,
		replays,
		retention,
		ticketFiles,
		tickets
	} = createServices({ bindings: env, runInBackground });
	const [
		woken,
		forgotten,
		guests,
		swept,
		closed,
		told,
		looked,
		followed,
		cleared,
		compared,
		read,
		ended,
		tried,
		uncounted
	] = await Promise.allSettled([
		chat.wakeForgotten(),
		chat.forgetExpired(),
		erasure.expireGuests(retention.guestMs),
		attachments.sweepUnsent(),
		tickets.closeSettled(),
		deliveries.sendDue(),
		recordings.sweep(),
		knowledgeGaps.upkeep(),
		ticketFiles.sweepUnsent(),
		consistency.upkeep(),
		crawl.begin(),
		ingestion.ingests.sweep(),
		replays.sweep(),
		metrics.sweep()
	]);
	const outcomes = [woken, forgotten, guests, swept, closed, told, looked, followed, cleared, compared, read];
	for (const outcome of [...outcomes, ended, tried, uncounted])
		if (outcome.status === 'rejected') log.error('daily upkeep failed', { cause: outcome.reason });
	log.info('daily upkeep', {
		woken: countOf(woken),
		forgottenContexts: countOf(forgotten),
		expiredGuests: countOf(guests),
		sweptFiles: countOf(swept),
		sweptTicketFiles: countOf(cleared),
		closedTickets: countOf(closed),
		sweptRecordings: countOf(looked),
		closedGaps: countOf(followed),
		comparedDocuments: countOf(compared),
		forgottenIngests: countOf(ended),
		forgottenReplays: countOf(tried),
		forgottenMetrics: countOf(uncounted)
	});
}

const countOf = (outcome: PromiseSettledResult<number>) =>
	outcome.status === 'fulfilled' ? outcome.value : undefined;
