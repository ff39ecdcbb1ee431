// The composition root: the only place that knows every room. Pages hooks and Durable Objects both start here.
import { ALWAYS, type BusinessHours } from '#lib/shared/business-hours.ts';
import {
	createAnswerModels,
	createSmallModels,
	createSpokenAnswerModels,
	listModels,
	createTimedCache,
	type AnswerModel,
	type AnswerModels
} from './ai/index.ts';
import { createGuestCheck } from './auth/index.ts';
import { createAttachments, recognise, usualEnding, type Attachments } from './attachments/index.ts';
import {
	createChat,
	createFeedback,
	createRetention,
	tallyVariants,
	type Chat,
	type Feedback,
	type Retention
} from './chat/index.ts';
import {
	composeDesk,
	composeKnowledge,
	composeKnowledgeGaps,
	composeKnowledgeReplay,
	composePeople,
	composeRecordings,
	composeToolChains,
	composeUserContext,
	layGround,
	type DeskServices,
	type KnowledgeServices,
	type PeopleServices,
	type RecordingServices,
	type ReplayServices,
	type ServicesContext,
	type ToolChains
} from './composition/index.ts';
import { createConsistency, type Consistency } from './consistency/index.ts';
import { createPreparedHandovers, type PreparedHandovers } from './desk/index.ts';
import { createDeskReports, type DeskReports } from './desk-report/index.ts';
import { createErasure, type Erasure } from './erasure/index.ts';
import { createReadableDocuments, createSearchTool } from './knowledge/index.ts';
import { createFlags, type Flags } from './flags/index.ts';
import type { KnowledgeGaps } from './knowledge-gaps/index.ts';
import { createOutbox, type Outbox } from './mail/index.ts';
import type { Logger } from './observability/index.ts';
import {
	createAuditTrail,
	createHealth,
	createJobs,
	type Audit,
	type AuditTrail,
	type Clock,
	type Database,
	type Health,
	type Metrics,
	type Settings,
	type Watch,
	type WatchKind
} from './platform/index.ts';
import type { RateLimiter } from './rate-limit/index.ts';
import { createModelReports, type ModelReports } from './model-report/index.ts';
import { createMediaDoor, type MediaDoor } from './realtime/index.ts';
import { createPerformanceTool } from './recordings/index.ts';
import { createSpeechProviders, type SpeechProviders } from './speech/index.ts';
import {
	createCreateTicketTool,
	createGetTicketTool,
	createTicketRoom,
	createUpdateTicketTool,
	type TicketRoom
} from './tickets/index.ts';
import { createToolRegistry, type ToolRegistry } from './tools/index.ts';
import { createTranscripts, type Transcripts } from './transcripts/index.ts';

export type { ServicesContext };

export interface Services
	extends PeopleServices, KnowledgeServices, ReplayServices, RecordingServices, TicketRoom, DeskServices {
	settings: Settings;
	log: Logger;
	clock: Clock;
	database: Database;
	/** What was counted. */
	metrics: Metrics;
	/** Letters of a deployment that sends none. */
	outbox: Outbox;
	auditTrail: AuditTrail;
	rateLimiter: RateLimiter;
	audit: Audit;
	health: Health;
	/** Made when they are first needed: a request that asks nothing pays nothing. */
	answerModels: () => AnswerModels;
	/** Who answers what is said in a call, likewise. */
	spokenAnswerModels: () => AnswerModels;
	/** Who does small tasks, likewise; nobody: the embedded code does them. */
	smallModels: () => readonly AnswerModel[];
	/** How all of them do. */
	modelReports: ModelReports;
	/** Who listens and who speaks in a call, likewise. */
	speech: () => SpeechProviders;
	/** Where the media server of calls calls. */
	mediaDoor: MediaDoor;
	tools: ToolRegistry;
	/** What carries chains of them out. */
	toolChains: ToolChains;
	/** Files that people add to their messages. */
	attachments: Attachments;
	chat: Chat;
	/** Everybody's conversations, for the people of the school. */
	transcripts: Transcripts;
	/** What people thought of answers. */
	feedback: Feedback;
	flags: Flags;
	retention: Retention;
	erasure: Erasure;
	/** What the companion Worker's alarms do. */
	watches: Record<WatchKind, Watch>;
	/** What came in and what became of it. */
	deskReports: DeskReports;
	/** Where the knowledge contradicts or repeats itself. */
	consistency: Consistency;
	/** What was asked and the knowledge could not answer. */
	knowledgeGaps: KnowledgeGaps;
	/** What whoever takes a conversation over is given. */
	preparedHandovers: PreparedHandovers;
}

export function createServices(context: ServicesContext): Services {
	const ground = layGround(context);
	const { bindings, runInBackground, settings, log, clock, database, audit, rateLimiter, mail, letters } =
		ground;
	const { breakers, meters, metrics } = ground;
	const people = composePeople(ground, {
		standDown: (actor, userId) => deskServices.desk.standDown(actor, userId)
	});
	const cacheOf = (name: 'embedding' | 'llm') =>
		createTimedCache(name, { store: bindings.CACHE, metrics, log, runInBackground });
	let models: AnswerModels | undefined;
	const modelStores = () => ({ AI: bindings.AI, breakers, meters, cache: cacheOf('llm') });
	const answerModels = () => (models ??= createAnswerModels(settings, modelStores()));
	let spokenModels: AnswerModels | undefined;
	let small: readonly AnswerModel[] | undefined;
	const smallModels = () => (small ??= createSmallModels(settings, modelStores()));
	let speech: SpeechProviders | undefined;
	const knowledgeServices = composeKnowledge(ground);
	const { knowledge } = knowledgeServices;
	const hours = businessHoursOf(settings);
	const ticketRoom = createTicketRoom({
		...{ database, objects: bindings.FILES, clock, log, audit, runInBackground },
		...{ mail, letters, fileKinds: { recognise, usualEnding } },
		hours,
		setAlarm: () => createJobs(bindings).watch('deliveries', 'school'),
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
	const deskServices = composeDesk(ground, { chat, tickets: ticketRoom.tickets, hours });
	const recordingServices = composeRecordings(ground, {
		...{ knowledge, answerModel: () => answerModels()[0], decoders: context.decoders ?? {} }
	});
	const { recordings, measurements } = recordingServices;
	const searchTool = createSearchTool({ knowledge, clock, log });
	const tools = createToolRegistry([
		searchTool,
		...[createGetTicketTool, createCreateTicketTool, createUpdateTicketTool].map((create) =>
			create({ tickets: ticketRoom.tickets, clock, log })
		),
		createPerformanceTool({ library: recordings.library, analyses: measurements.analyses, clock, log }),
		composeUserContext(ground, { tickets: ticketRoom.tickets, library: recordings.library })
	]);
	const deskReports = createDeskReports({ database, clock, timeZone: settings.SUPPORT_TIME_ZONE });
	const { watch: replayWatch, ...replayServices } = composeKnowledgeReplay(ground, {
		...{ reports: deskReports, knowledge, trials: knowledgeServices.trials }
	});
	const toolChains = composeToolChains(ground, { chat, tools });
	return {
		settings,
		log,
		clock,
		database,
		metrics,
		...people,
		outbox: createOutbox({ database }),
		auditTrail: createAuditTrail({ database }),
		rateLimiter,
		audit,
		health: createHealth({
			bindings,
			clock,
			settings,
			hasVectors: knowledgeServices.hasVectors
		}),
		...knowledgeServices,
		...replayServices,
		answerModels,
		smallModels,
		modelReports: createModelReports({
			...{ metrics, breakers, clock },
			models: () => listModels(settings, modelStores())
		}),
		spokenAnswerModels: () => (spokenModels ??= createSpokenAnswerModels(settings, modelStores())),
		speech: () =>
			(speech ??= createSpeechProviders(settings, {
				...{ AI: bindings.AI, breakers, clock, log }
			})),
		mediaDoor: createMediaDoor({
			namespace: bindings.CONVERSATIONS,
			appId: settings.REALTIME_APP_ID,
			publicOrigin: settings.PUBLIC_ORIGIN
		}),
		...{ tools, toolChains },
		...ticketRoom,
		attachments,
		chat,
		...recordingServices,
		transcripts: createTranscripts({ database, clock, audit, chat, knowledge }),
		feedback: createFeedback({ database, clock, audit }),
		flags: createFlags({
			store: bindings.CACHE,
			tallies: (flag) => tallyVariants(database, flag),
			clock,
			log,
			audit
		}),
		retention,
		watches: {
			analysis: measurements.watch,
			deliveries: ticketRoom.deliveries.watch,
			escalation: deskServices.escalation.watch,
			crawl: knowledgeServices.crawl.watch,
			ingest: knowledgeServices.ingestion.watch,
			replay: replayWatch,
			'tool-chain': toolChains.watch
		},
		deskReports,
		consistency: createConsistency({ database, clock, audit }),
		knowledgeGaps: composeKnowledgeGaps(ground, { reports: deskReports, knowledge, search: searchTool }),
		...deskServices,
		preparedHandovers: createPreparedHandovers({
			...{ database, chat, answerModels, search: searchTool, schoolName: settings.SCHOOL_NAME }
		}),
		erasure: createErasure({
			...{
				database,
				objects: bindings.FILES,
				chat,
				recordings,
				stepUp: people.stepUp,
				clock,
				runInBackground
			}
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
