// The composition root: the only place that knows every room. Pages hooks and Durable Objects both start here.
import { ALWAYS, type BusinessHours } from '#lib/shared/business-hours.ts';
import { createAnswerModel, createReranker, type AnswerModel } from './ai/index.ts';
import {
	createAccountLife,
	createApiKeys,
	createAuth,
	createGuestCheck,
	createCodeTaker,
	createEntry,
	createExternalTokens,
	createKeySet,
	createSecondFactor,
	createPeople,
	createSessions,
	createStepUp,
	type AccountLife,
	type ApiKeys,
	type Auth,
	type Entry,
	type ExternalTokens,
	type KeySet,
	type People,
	type SecondFactor,
	type Sessions,
	type StepUp
} from './auth/index.ts';
import { createAttachments, type Attachments } from './attachments/index.ts';
import {
	createChat,
	createFeedback,
	createRetention,
	tallyVariants,
	type Chat,
	type Feedback,
	type Retention
} from './chat/index.ts';
import { createDesk, type Desk } from './desk/index.ts';
import { createErasure, type Erasure } from './erasure/index.ts';
import {
	createIndexKinds,
	createKnowledge,
	createReadableDocuments,
	createSearchTool,
	openVectorIndexes,
	type FillIndex,
	type Knowledge
} from './knowledge/index.ts';
import { createFlags, type Flags } from './flags/index.ts';
import { createLetters, createLinks, createMail, createOutbox, type Outbox } from './mail/index.ts';
import { createLogger, type Logger, type RunInBackground } from './observability/index.ts';
import { createPasswordHasher } from './password-hashing/index.ts';
import {
	createAudit,
	createAuditTrail,
	createDatabase,
	createHealth,
	createJobs,
	ofIsolate,
	parseSettings,
	systemClock,
	type Audit,
	type AuditTrail,
	type Bindings,
	type Clock,
	type Database,
	type Health,
	type Settings
} from './platform/index.ts';
import { createRateLimiter, type RateLimiter } from './rate-limit/index.ts';
import {
	createCreateTicketTool,
	createGetTicketTool,
	createTicketRoom,
	createUpdateTicketTool,
	type TicketRoom
} from './tickets/index.ts';
import {
	createCircuitBreaker,
	createMeasurements,
	createPerformanceTool,
	createRecordingFeedback,
	createRecordings,
	type CircuitBreaker,
	type Decoders,
	type Measurements,
	type RecordingFeedback,
	type Recordings
} from './recordings/index.ts';
import { createToolRegistry, type ToolRegistry } from './tools/index.ts';

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
}

export interface Services extends AccountLife, TicketRoom {
	settings: Settings;
	log: Logger;
	clock: Clock;
	database: Database;
	auth: Auth;
	apiKeys: ApiKeys;
	sessions: Sessions;
	entry: Entry;
	stepUp: StepUp;
	secondFactor: SecondFactor;
	/** Letters of a deployment that sends none. */
	outbox: Outbox;
	people: People;
	auditTrail: AuditTrail;
	rateLimiter: RateLimiter;
	audit: Audit;
	health: Health;
	knowledge: Knowledge;
	/** The background work on the knowledge's vectors. */
	indexFill: FillIndex;
	/** Made when it is first needed: a request that asks nothing pays nothing. */
	answerModel: () => AnswerModel;
	tools: ToolRegistry;
	/** Files that people add to their messages. */
	attachments: Attachments;
	chat: Chat;
	/** Recordings, whose they are, and what is noted of them. */
	recordings: Recordings;
	/** What is measured of recordings. */
	measurements: Measurements;
	/** What is written about recordings. */
	recordingFeedback: RecordingFeedback;
	/** What people thought of answers. */
	feedback: Feedback;
	flags: Flags;
	retention: Retention;
	erasure: Erasure;
	/** What the people of the school work from. */
	desk: Desk;
}

export function createServices(context: ServicesContext): Services {
	const { bindings, runInBackground, clock = systemClock } = context;
	const settings = ofIsolate(settingsByBindings, bindings, () => parseSettings(bindings));
	const fields = context.requestId === undefined ? {} : { requestId: context.requestId };
	const log = context.log ?? createLogger({ level: settings.LOG_LEVEL, now: clock.now, fields });
	const database = ofIsolate(databases, bindings.DB, () => createDatabase(bindings.DB));
	const audit = createAudit({ database, clock, runInBackground, requestId: context.requestId });
	const rateLimiter = createRateLimiter({ namespace: bindings.RATE_LIMITS, log });
	const passwordHasher = createPasswordHasher({ namespace: bindings.PASSWORDS, log });
	const sessions = createSessions({ database, clock, audit, runInBackground });
	const codes = createCodeTaker({ database, clock, audit, secret: settings.SEGUE_SECRET });
	const entry = createEntry({
		database,
		clock,
		rateLimiter,
		audit,
		runInBackground,
		sessions,
		codes,
		triesPerMinute: settings.AUTH_REQUESTS_PER_MINUTE
	});
	const stepUp = createStepUp({
		database,
		clock,
		rateLimiter,
		audit,
		sessions,
		passwordHasher,
		codes,
		triesPerMinute: settings.AUTH_REQUESTS_PER_MINUTE
	});
	const apiKeys = createApiKeys({ database, clock, audit, runInBackground, stepUp });
	const auth = createAuth({
		database,
		clock,
		rateLimiter,
		audit,
		sessions,
		passwordHasher,
		entry,
		apiKeys,
		externalTokens: openExternalTokens(),
		keyHash: settings.SEGUE_KEY_HASH,
		isDemo: settings.SEGUE_DEMO,
		triesPerMinute: settings.AUTH_REQUESTS_PER_MINUTE,
		isRequiredOfStaff: settings.STAFF_SECOND_FACTOR === 'required',
		schoolName: settings.SCHOOL_NAME,
		welcome: (userId) => accountLife.addresses.welcome(userId)
	});
	const secondFactor = createSecondFactor({
		database,
		clock,
		audit,
		stepUp,
		secret: settings.SEGUE_SECRET,
		schoolName: settings.SCHOOL_NAME,
		isRequiredOfStaff: settings.STAFF_SECOND_FACTOR === 'required'
	});
	const links = createLinks({ publicOrigin: settings.PUBLIC_ORIGIN, requestOrigin: context.requestOrigin });
	const accountLife = createAccountLife({
		database,
		clock,
		rateLimiter,
		audit,
		runInBackground,
		sessions,
		passwordHasher,
		stepUp,
		mail: createMail({ settings, database, clock }),
		letters: createLetters({ schoolName: settings.SCHOOL_NAME, links }),
		schoolName: settings.SCHOOL_NAME,
		triesPerMinute: settings.AUTH_REQUESTS_PER_MINUTE
	});
	const { indexes, fill: indexFill } = openVectorIndexes({
		database,
		kinds: createIndexKinds(settings, bindings),
		jobs: { fill: (indexId) => createJobs(bindings).startReindex(indexId) },
		isolateKey: bindings.DB,
		clock,
		log,
		runInBackground
	});
	const knowledge = createKnowledge({
		database,
		objects: bindings.FILES,
		indexes,
		reranker: createReranker(settings.RERANKING_PROVIDER, {
			AI: bindings.AI,
			onFallback: ({ code }) => log.warn('the embedded reranker stands in', { code })
		}),
		clock,
		log,
		audit
	});
	const ticketRoom = createTicketRoom({
		...{ database, clock, log, audit, runInBackground },
		mail: createMail({ settings, database, clock }),
		letters: createLetters({ schoolName: settings.SCHOOL_NAME, links }),
		hours: businessHoursOf(settings),
		desk: externalDeskOf(settings)
	});
	const retention = createRetention({
		guestDays: settings.GUEST_RETENTION_DAYS,
		accountDays: settings.ACCOUNT_RETENTION_DAYS,
		isGuest: createGuestCheck(database)
	});
	const attachments = createAttachments({ database, objects: bindings.FILES, clock });
	const chat = createChat({
		attachments,
		namespace: bindings.CONVERSATIONS,
		database,
		clock,
		rateLimiter,
		audit,
		readableDocuments: createReadableDocuments(database),
		schoolName: settings.SCHOOL_NAME,
		longestRetentionMs: retention.longestMs
	});
	const recordings = createRecordings({
		...{ database, objects: bindings.FILES, clock, audit, rateLimiter, runInBackground },
		mail: createMail({ settings, database, clock }),
		letters: createLetters({ schoolName: settings.SCHOOL_NAME, links }),
		secret: settings.SEGUE_SECRET,
		direct: directUploadsOf(settings),
		startAnalysis: (recordingId) => createJobs(bindings).startAnalysis(recordingId),
		revive: (rows) => measurements.analyses.revive(rows),
		lookups: {
			analysis: (recordingId) => measurements.analyses.ofRecording(recordingId),
			feedback: (recordingId) => recordingFeedback.ofRecording(recordingId)
		}
	});
	const measurements = createMeasurements({
		...{ database, objects: bindings.FILES, clock, log, runInBackground },
		jobs: createJobs(bindings),
		jobsOfWatch: createJobs(bindings.ANALYSIS === undefined ? {} : { ANALYSIS: bindings.ANALYSIS }),
		decoders: context.decoders ?? {},
		external: externalAnalyser()
	});
	/** null where recordings are measured here. */
	function externalAnalyser() {
		const { ANALYSIS_URL: url, ANALYSIS_API_KEY: apiKey, PUBLIC_ORIGIN: origin } = settings;
		if (settings.ANALYSIS_PROVIDER !== 'external' || url === undefined) return null;
		const isLinked = origin !== undefined && settings.SEGUE_SECRET !== undefined;
		return {
			...{ url, apiKey, fetch },
			breaker: ofIsolate(breakers, bindings.DB, () =>
				createCircuitBreaker({ clock, failures: 5, pauseMs: 60_000 })
			),
			linkTo: isLinked
				? async (id: string) => new URL((await recordings.files.linkFor(id, 'original')).url, origin).href
				: null
		};
	}

	/** undefined where the deployment names no issuer. */
	function openExternalTokens(): ExternalTokens | undefined {
		const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_JWKS_URL: url } = settings;
		if (issuer === undefined || audience === undefined || url === undefined) return undefined;
		return createExternalTokens({
			database,
			clock,
			audit,
			runInBackground,
			keySet: ofIsolate(keySets, bindings.CACHE, () =>
				createKeySet({ url, store: bindings.CACHE, clock, log: createLogger({ level: settings.LOG_LEVEL }) })
			),
			rules: {
				issuer,
				audience,
				clockSkewSeconds: settings.JWT_CLOCK_SKEW_SECONDS,
				role: { claim: settings.JWT_ROLE_CLAIM, isStaffAllowed: settings.JWT_STAFF_ROLES }
			}
		});
	}

	let model: AnswerModel | undefined;
	const answerModel = () => (model ??= createAnswerModel(settings, bindings));
	const recordingFeedback = createRecordingFeedback({
		...{ database, objects: bindings.FILES, knowledge, answerModel, clock, log }
	});
	return {
		settings,
		log,
		clock,
		database,
		auth,
		apiKeys,
		sessions,
		entry,
		stepUp,
		secondFactor,
		...accountLife,
		outbox: createOutbox({ database }),
		people: createPeople({ database, clock, audit, sessions, stepUp }),
		auditTrail: createAuditTrail({ database }),
		rateLimiter,
		audit,
		health: createHealth({
			bindings,
			clock,
			settings,
			hasVectors: async () => (await indexes.current()) !== undefined
		}),
		knowledge,
		indexFill,
		answerModel,
		tools: createToolRegistry([
			createSearchTool({ knowledge, clock, log }),
			...[createGetTicketTool, createCreateTicketTool, createUpdateTicketTool].map((create) =>
				create({ tickets: ticketRoom.tickets, clock, log })
			),
			createPerformanceTool({ library: recordings.library, analyses: measurements.analyses, clock, log })
		]),
		...ticketRoom,
		attachments,
		chat,
		recordings,
		measurements,
		recordingFeedback,
		feedback: createFeedback({ database, clock, audit }),
		flags: createFlags({
			store: bindings.CACHE,
			tallies: (flag) => tallyVariants(database, flag),
			clock,
			log,
			audit
		}),
		retention,
		desk: createDesk({ database, clock }),
		erasure: createErasure({
			...{ database, objects: bindings.FILES, chat, recordings, stepUp, clock, runInBackground }
		})
	};
}

/** Without hours a school answers always. */
function businessHoursOf({ SUPPORT_HOURS, SUPPORT_TIME_ZONE, SUPPORT_HOLIDAYS }: Settings): BusinessHours {
	return {
		timeZone: SUPPORT_TIME_ZONE,
		week: SUPPORT_HOURS ?? ALWAYS.week,
		holidays: new Set(SUPPORT_HOLIDAYS)
	};
}

/** undefined where the deployment has none. */
function externalDeskOf({ TICKET_WEBHOOK_URL: url, TICKET_WEBHOOK_SECRET: secret }: Settings) {
	return url === undefined || secret === undefined ? undefined : { url, secret };
}

/** undefined where the bucket's S3 interface is not set up: uploads go by this app then. */
function directUploadsOf(settings: Settings) {
	const { R2_ACCOUNT_ID: accountId, R2_ACCESS_KEY_ID: accessKeyId } = settings;
	const { R2_SECRET_ACCESS_KEY: secretAccessKey, R2_BUCKET: bucket } = settings;
	if (!accountId || !accessKeyId || !secretAccessKey || !bucket) return undefined;
	return { accountId, accessKeyId, secretAccessKey, bucket };
}

/** What follows from the bindings alone is made once an isolate: parsing settings and reading the schema cost more than a request. */
const settingsByBindings = new WeakMap<object, Settings>();
const databases = new WeakMap<object, Database>();
const keySets = new WeakMap<object, KeySet>();
const breakers = new WeakMap<object, CircuitBreaker>();
