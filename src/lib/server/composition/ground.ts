// What every room stands on.
import { createCallMeters, type CallMeters } from '../ai/index.ts';
import type { ParseFile } from '../document-parsing/index.ts';
import { createLetters, createLinks, createMail, type Letters, type Mail } from '../mail/index.ts';
import { createLogger, type Logger, type RunInBackground } from '../observability/index.ts';
import {
	createAudit,
	createDatabase,
	createMetrics,
	ofIsolate,
	parseSettings,
	systemClock,
	type Audit,
	type Bindings,
	type Clock,
	type Database,
	type Metrics,
	type Settings
} from '../platform/index.ts';
import { createRateLimiter, type RateLimiter } from '../rate-limit/index.ts';
import type { Decoders } from '../recordings/index.ts';
import { createCircuitBreakers, type CircuitBreakers } from '../resilience/index.ts';

export interface ServicesContext {
	bindings: Bindings;
	/** Work that may outlive the request. */
	runInBackground: RunInBackground;
	log?: Logger;
	clock?: Clock;
	/** Of the request being served, for the audit trail. */
	requestId?: string;
	/** Its origin: where links in letters lead on a machine of one's own. */
	requestOrigin?: string;
	/** Of the companion Worker, which decodes recordings: what it cannot compile itself. */
	decoders?: Decoders;
	/** Of the companion Worker, which takes files in: Pages has no room for the readers of them. */
	parseFile?: ParseFile;
}

export interface Ground {
	bindings: Bindings;
	runInBackground: RunInBackground;
	parseFile: ParseFile | undefined;
	settings: Settings;
	log: Logger;
	clock: Clock;
	database: Database;
	audit: Audit;
	rateLimiter: RateLimiter;
	/** Of services that this deployment asks. */
	breakers: CircuitBreakers;
	metrics: Metrics;
	/** Who count what is asked of models. */
	meters: CallMeters;
	mail: Mail;
	letters: Letters;
}

export function layGround(context: ServicesContext): Ground {
	const { bindings, runInBackground, clock = systemClock } = context;
	const settings = ofIsolate(settingsByBindings, bindings, () => parseSettings(bindings));
	const fields = context.requestId === undefined ? {} : { requestId: context.requestId };
	const log = context.log ?? createLogger({ level: settings.LOG_LEVEL, now: clock.now, fields });
	const database = ofIsolate(databases, bindings.DB, () => createDatabase(bindings.DB));
	const metrics = createMetrics({ database, clock, runInBackground });
	const links = createLinks({ publicOrigin: settings.PUBLIC_ORIGIN, requestOrigin: context.requestOrigin });
	return {
		...{ bindings, runInBackground, settings, log, clock, database, parseFile: context.parseFile },
		audit: createAudit({ database, clock, runInBackground, requestId: context.requestId }),
		rateLimiter: createRateLimiter({ namespace: bindings.RATE_LIMITS, log }),
		breakers: createCircuitBreakers({ namespace: bindings.CIRCUIT_BREAKERS, clock, log, runInBackground }),
		...{ metrics, meters: createCallMeters(metrics) },
		mail: createMail({ settings, database, clock }),
		letters: createLetters({ schoolName: settings.SCHOOL_NAME, links })
	};
}

/** What follows from the bindings alone is made once an isolate: parsing settings and reading the schema cost more than a request. */
const settingsByBindings = new WeakMap<object, Settings>();
const databases = new WeakMap<object, Database>();
