// The school's knowledge: what is searched, what is on its way into it, and the vectors behind it.
import { createEmbeddedReranker, createReranker, createTimedCache } from '../ai/index.ts';
import {
	createIndexKinds,
	createCrawl,
	createIngestion,
	createKnowledge,
	createOriginals,
	createTrials,
	createWebPages,
	createWebPageStore,
	openVectorIndexes,
	PAGE_BYTES,
	PAGE_MEDIA_TYPES,
	type Crawl,
	type FillIndex,
	type Ingestion,
	type Knowledge,
	type Originals,
	type Trials,
	type WebPages
} from '../knowledge/index.ts';
import { createJobs } from '../platform/index.ts';
import { createHostResolver, createWebFetch } from '../web-fetch/index.ts';
import type { Ground } from './ground.ts';

export interface KnowledgeServices {
	knowledge: Knowledge;
	/** The files documents were read from. */
	originals: Originals;
	/** Changes of documents that are tried. */
	trials: Trials;
	/** Files on their way. */
	ingestion: Ingestion;
	/** Pages of the web that become documents. */
	webPages: WebPages;
	/** What reads them again. */
	crawl: Crawl;
	/** The background work on the knowledge's vectors. */
	indexFill: FillIndex;
	/** Whether searches go by meaning, too. */
	hasVectors(): Promise<boolean>;
}

export function composeKnowledge(ground: Ground): KnowledgeServices {
	const { bindings, settings, log, clock, database, audit, runInBackground, parseFile } = ground;
	const { breakers, meters, metrics } = ground;
	const { AI, INGEST } = bindings;
	const objects = bindings.FILES;
	const cache = createTimedCache('embedding', {
		...{ store: bindings.CACHE, metrics, log, runInBackground }
	});
	const { indexes, fill } = openVectorIndexes({
		database,
		kinds: createIndexKinds(settings, bindings, { AI, cache, breakers, meters }),
		jobs: { fill: (indexId) => createJobs(bindings).startReindex(indexId) },
		isolateKey: bindings.DB,
		...{ clock, log, runInBackground }
	});
	const knowledge = createKnowledge({
		...{ database, objects, indexes, clock, log, audit },
		reranker: createReranker(settings, {
			...{ AI, breakers, meters },
			onFallback: (model, { code }) => log.warn('another reranker stands in', { model, code })
		})
	});
	const web = createWebFetch({
		rules: { hosts: settings.WEB_HOSTS },
		resolver: createHostResolver({
			dnsUrl: settings.WEB_DNS_URL === 'off' ? undefined : settings.WEB_DNS_URL,
			fetch
		}),
		...{ fetch, mediaTypes: PAGE_MEDIA_TYPES, mostBytes: PAGE_BYTES }
	});
	const pageStore = createWebPageStore(database);
	const startCrawl = () => createJobs(bindings).watch('crawl', 'school');
	const webPages = createWebPages({ web, knowledge, clock, store: pageStore, startCrawl });
	return {
		knowledge,
		originals: createOriginals({ database, objects }),
		// Of many questions at once, twice: by what costs nothing and says the same each time.
		trials: createTrials({ database, indexes, reranker: createEmbeddedReranker(), log }),
		ingestion: createIngestion({
			...{ database, objects, indexes, parseFile, clock, log, audit, runInBackground },
			jobs: createJobs(bindings),
			jobsOfWatch: createJobs(INGEST === undefined ? {} : { INGEST })
		}),
		webPages,
		crawl: createCrawl({
			...{ web, clock, log, store: pageStore },
			add: webPages.addRead,
			start: startCrawl
		}),
		indexFill: fill,
		hasVectors: async () => (await indexes.current()) !== undefined
	};
}
