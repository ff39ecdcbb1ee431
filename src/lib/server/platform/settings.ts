// Every setting of a deployment, with its default. A wrong one is named with what to do, once, at boot.
import { z } from 'zod';
import { isTimeZone, parseWeek } from '#lib/shared/business-hours.ts';

const flag = z.enum(['on', 'off']).transform((value) => value === 'on');
const origins = z
	.string()
	.transform((list) =>
		list
			.split(',')
			.map((origin) => origin.trim())
			.filter(Boolean)
	)
	.pipe(z.array(z.url({ protocol: /^https?$/ })))
	// Compared with what browsers send, which is never more than the origin.
	.refine(
		(list) => list.every((address) => new URL(address).pathname === '/'),
		'only origins, without a path'
	)
	.transform((list) => list.map((address) => new URL(address).origin));

const ANSWER_PROVIDERS = [
	'embedded',
	'openai-compatible',
	'openai-compatible-fallback',
	'workers-ai'
] as const;
const seconds = (usual: number) => z.coerce.number().min(0.1).max(600).default(usual);

const SERVER_SETTINGS = [
	['openai-compatible', ['OPENAI_BASE_URL', 'OPENAI_MODEL']],
	['openai-compatible-fallback', ['OPENAI_FALLBACK_BASE_URL', 'OPENAI_FALLBACK_MODEL']]
] as const;

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/;

const SettingsSchema = z
	.object({
		/** Shown in the page's head and in the assistant's words. */
		SCHOOL_NAME: z.string().min(1).max(80).default('Your school'),
		/** The demo school: one-click entry as each role. Never on where real people are. */
		SEGUE_DEMO: flag.default(false),
		/** sha-256 (hex) of the administrator key the start script leaves in the state folder. */
		SEGUE_KEY_HASH: z
			.string()
			.regex(/^[0-9a-f]{64}$/)
			.optional(),
		/** What secrets that must be read again are encrypted under: the keys of people's one-time codes. Changed, those are unreadable. */
		SEGUE_SECRET: z.string().min(32).max(512).optional(),
		/** Whether teachers, agents and administrators must have a second factor before they do anything else. */
		STAFF_SECOND_FACTOR: z.enum(['off', 'required']).default('off'),
		/** Who answers. */
		ANSWER_PROVIDER: z.enum(ANSWER_PROVIDERS).default('embedded'),
		/** Who answers when that one cannot, in this order, comma-separated. The embedded model always stands last. */
		ANSWER_FALLBACKS: z
			.string()
			.transform((list) => list.split(',').flatMap((name) => name.trim() || []))
			.pipe(z.array(z.enum(ANSWER_PROVIDERS)))
			.default([]),
		/** How long a remote model may take to begin to reply, to its first words, and between two of them. */
		MODEL_CONNECT_SECONDS: seconds(10),
		MODEL_FIRST_TOKEN_SECONDS: seconds(20),
		MODEL_STALL_SECONDS: seconds(20),
		/** After so many failures in a row a model is left alone for so long. */
		MODEL_FAILURE_THRESHOLD: z.coerce.number().int().min(1).max(1_000).default(3),
		MODEL_RECOVERY_SECONDS: seconds(30),
		/** What becomes of a remote model's sentences that its sources do not bear out: marked, or left out for a sign. */
		UNSUPPORTED_SENTENCES: z.enum(['mark', 'strike']).default('mark'),
		/** Who turns texts into vectors. A change embeds the whole knowledge again, in the background. */
		EMBEDDING_PROVIDER: z.enum(['embedded', 'workers-ai']).default('embedded'),
		/** Who puts what a search found in order. */
		RERANKING_PROVIDER: z.enum(['embedded', 'workers-ai']).default('embedded'),
		/** Where the vectors are kept. */
		VECTOR_PROVIDER: z.enum(['embedded', 'vectorize']).default('embedded'),
		OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
		OPENAI_API_KEY: z.string().min(1).optional(),
		OPENAI_MODEL: z.string().min(1).optional(),
		/** A second such server, for `openai-compatible-fallback`. */
		OPENAI_FALLBACK_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
		/** A secret. */
		OPENAI_FALLBACK_API_KEY: z.string().min(1).optional(),
		OPENAI_FALLBACK_MODEL: z.string().min(1).optional(),
		/** Which model of Workers AI answers; left out, the one that was tried. */
		WORKERS_AI_MODEL: z
			.string()
			.regex(
				/^@(cf|hf)\/[\w.-]+\/[\w.-]+$/,
				'a name of the catalogue, as in @cf/meta/llama-3.3-70b-instruct-fp8-fast'
			)
			.optional(),
		/** Origins, comma-separated, whose pages may call the API with a key or a token. */
		ALLOWED_ORIGINS: origins.default([]),
		/** Requests a minute for one guest, account or address on the chat endpoints. */
		CHAT_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(100_000).default(30),
		REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(600),
		/** Tries of a password a minute, from one network and at one account. */
		AUTH_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(10_000).default(10),
		/** Where this deployment is found, as in https://segue.school.example: where the links in letters lead. */
		PUBLIC_ORIGIN: z
			.url({ protocol: /^https?$/ })
			.refine((address) => new URL(address).pathname === '/', 'only the origin, without a path')
			.optional(),
		/** `outbox`: letters are kept for administrators to read and go nowhere. `http`: handed to a mail service. */
		MAIL_PROVIDER: z.enum(['outbox', 'http']).default('outbox'),
		/** The address that takes a letter, as in https://api.resend.com/emails. */
		MAIL_URL: z.url({ protocol: /^https?$/ }).optional(),
		/** A secret. */
		MAIL_API_KEY: z.string().min(1).optional(),
		/** `School <office@school.example>` */
		MAIL_FROM: z.string().min(3).max(320).optional(),
		/** Days without use after which a conversation is archived: a guest's, and an account's. */
		GUEST_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).default(30),
		ACCOUNT_RETENTION_DAYS: z.coerce.number().int().min(1).max(36_500).default(365),
		/** Who signs the tokens that are taken (`iss`); the three below go together. Supabase: https://PROJECT.supabase.co/auth/v1 */
		JWT_ISSUER: z.string().min(1).max(500).optional(),
		/** Whom such a token must be meant for (`aud`). Supabase: authenticated */
		JWT_AUDIENCE: z.string().min(1).max(500).optional(),
		/** Where the issuer shows its keys. Supabase: https://PROJECT.supabase.co/auth/v1/.well-known/jwks.json */
		JWT_JWKS_URL: z
			.url({ protocol: /^https?$/ })
			.refine((address) => address.startsWith('https:') || LOOPBACK.test(address), 'https, but for loopback')
			.optional(),
		JWT_CLOCK_SKEW_SECONDS: z.coerce.number().int().min(0).max(300).default(60),
		/** The claim, or the path to it by dots, that says whether somebody is a user or a teacher. Left out, everybody is a user. */
		JWT_ROLE_CLAIM: z.string().min(1).max(200).optional(),
		/** Whether that claim can make agents and administrators as well. */
		JWT_STAFF_ROLES: flag.default(false),
		/** Sites whose pages may be added to the knowledge, comma-separated: `school.example`, `*.school.example`. Left out: any public one. */
		WEB_HOSTS: z
			.string()
			.max(4_000)
			.transform((list) => list.split(',').flatMap((host) => host.trim().toLowerCase() || []))
			.pipe(
				z.array(
					z.string().regex(/^(\*\.)?[\p{L}\p{N}.-]+$/u, 'hosts, as in school.example or *.school.example')
				)
			)
			.default([]),
		/** Who is asked over HTTPS where a name leads, before its pages are read; `off`: nobody. */
		WEB_DNS_URL: z
			.union([z.literal('off'), z.url({ protocol: /^https$/ })])
			.default('https://cloudflare-dns.com/dns-query'),
		/** When the school answers tickets, as in `mon-fri 09:00-18:00; sat 10:00-14:00`. Left out: always. */
		SUPPORT_HOURS: z
			.string()
			.max(500)
			.transform((text, context) => {
				try {
					return parseWeek(text);
				} catch (thrown) {
					context.addIssue({
						code: 'custom',
						message: thrown instanceof Error ? thrown.message : 'not hours'
					});
					return z.NEVER;
				}
			})
			.optional(),
		/** IANA, as in Europe/Berlin: where those hours are read off the clock. */
		SUPPORT_TIME_ZONE: z.string().refine(isTimeZone, 'an IANA time zone, as in Europe/Berlin').default('UTC'),
		/** Days without hours: YYYY-MM-DD, comma-separated. */
		SUPPORT_HOLIDAYS: z
			.string()
			.transform((list) => list.split(',').flatMap((day) => day.trim() || []))
			.pipe(z.array(z.iso.date()))
			.default([]),
		/**
		 * What is no assistant's matter, comma-separated: who speaks of one is found a person. With a question mark: not who only asks about it and
		 * is answered from the school's articles. `-` for none.
		 */
		HANDOVER_TOPICS: z
			.string()
			.max(4_000)
			.default(
				'refund?, money back?, complaint about a teacher, safeguarding?, child protection?, abuse, harassment, bullying, inappropriate, ' +
					'self-harm, suicide, lawyer, solicitor, legal action, police, injury?, ambulance'
			)
			.transform((list) => list.split(',').flatMap((topic) => topic.trim() || []))
			.pipe(z.array(z.string().max(100)).max(200)),
		/** How long a wish for a person is offered to one agent before the next is asked, and to how many before it becomes a ticket. */
		HANDOVER_OFFER_SECONDS: z.coerce.number().int().min(15).max(3_600).default(120),
		HANDOVER_ROUNDS: z.coerce.number().int().min(1).max(50).default(5),
		/** Where an external desk hears of tickets; goes with the secret. */
		TICKET_WEBHOOK_URL: z
			.url({ protocol: /^https?$/ })
			.refine((address) => address.startsWith('https:') || LOOPBACK.test(address), 'https, but for loopback')
			.optional(),
		/** A secret: what messages to and from the external desk are signed with. */
		TICKET_WEBHOOK_SECRET: z.string().min(16).max(512).optional(),
		/** R2's S3 interface: with all four, browsers send recordings straight into the bucket, which must be the one bound as FILES. */
		R2_ACCOUNT_ID: z
			.string()
			.regex(/^[0-9a-f]{32}$/)
			.optional(),
		R2_ACCESS_KEY_ID: z.string().min(1).max(200).optional(),
		/** A secret. */
		R2_SECRET_ACCESS_KEY: z.string().min(1).max(200).optional(),
		R2_BUCKET: z
			.string()
			.regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/)
			.optional(),
		/** Who measures recordings. `external` asks ANALYSIS_URL first; what it does not answer is measured here. */
		ANALYSIS_PROVIDER: z.enum(['embedded', 'external']).default('embedded'),
		/** The analyser's address without /analyze: docs/analyser-api.md. */
		ANALYSIS_URL: z
			.url({ protocol: /^https?$/ })
			.refine((address) => address.startsWith('https:') || LOOPBACK.test(address), 'https, but for loopback')
			.optional(),
		/** A secret. */
		ANALYSIS_API_KEY: z.string().min(1).max(500).optional(),
		LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info')
	})
	.superRefine((settings, context) => {
		if (settings.STAFF_SECOND_FACTOR === 'required' && settings.SEGUE_SECRET === undefined)
			context.addIssue({
				code: 'custom',
				path: ['SEGUE_SECRET'],
				message: 'needed when STAFF_SECOND_FACTOR is required'
			});
		if (settings.MAIL_PROVIDER === 'http')
			for (const name of ['MAIL_URL', 'MAIL_FROM', 'PUBLIC_ORIGIN'] as const) {
				if (settings[name] === undefined)
					context.addIssue({ code: 'custom', path: [name], message: 'needed when MAIL_PROVIDER is http' });
			}
		if (settings.ANALYSIS_PROVIDER === 'external' && settings.ANALYSIS_URL === undefined)
			context.addIssue({
				code: 'custom',
				path: ['ANALYSIS_URL'],
				message: 'needed when ANALYSIS_PROVIDER is external'
			});
		const token = ['JWT_ISSUER', 'JWT_AUDIENCE', 'JWT_JWKS_URL'] as const;
		if (token.some((name) => settings[name] !== undefined))
			for (const name of token)
				if (settings[name] === undefined)
					context.addIssue({
						code: 'custom',
						path: [name],
						message: `needed where ${token.join(', ')} are set`
					});
		if ((settings.TICKET_WEBHOOK_URL === undefined) !== (settings.TICKET_WEBHOOK_SECRET === undefined))
			context.addIssue({
				code: 'custom',
				path: [settings.TICKET_WEBHOOK_URL === undefined ? 'TICKET_WEBHOOK_URL' : 'TICKET_WEBHOOK_SECRET'],
				message: 'needed where the other of TICKET_WEBHOOK_URL and TICKET_WEBHOOK_SECRET is set'
			});
		const direct = ['R2_ACCOUNT_ID', 'R2_ACCESS_KEY_ID', 'R2_SECRET_ACCESS_KEY', 'R2_BUCKET'] as const;
		if (direct.some((name) => settings[name] !== undefined))
			for (const name of direct)
				if (settings[name] === undefined)
					context.addIssue({
						code: 'custom',
						path: [name],
						message: `needed where ${direct.join(', ')} are set`
					});
		const answering = new Set([settings.ANSWER_PROVIDER, ...settings.ANSWER_FALLBACKS]);
		for (const [provider, names] of SERVER_SETTINGS)
			for (const name of names)
				if (answering.has(provider) && settings[name] === undefined)
					context.addIssue({ code: 'custom', path: [name], message: `needed where ${provider} answers` });
	});
export type Settings = z.infer<typeof SettingsSchema>;

export class SettingsError extends Error {
	override readonly name = 'SettingsError';
}

/** Reads the settings out of an environment; bindings and unknown names in it are ignored. Throws SettingsError naming each wrong one. */
export function parseSettings(environment: Record<string, unknown>): Settings {
	const given = Object.fromEntries(
		Object.entries(environment).filter(([, value]) => typeof value === 'string' && value !== '')
	);
	const parsed = SettingsSchema.safeParse(given);
	const missing = parsed.success ? missingBindings(parsed.data, environment) : [];
	if (parsed.success && missing.length === 0) return parsed.data;
	const issues = parsed.error?.issues ?? [];
	const wrong = [...issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`), ...missing];
	throw new SettingsError(
		`These settings are wrong: ${wrong.join('; ')}. Set them in wrangler.toml under [vars], or as secrets in .dev.vars.`
	);
}

/** What a setting names and the environment does not bind. */
function missingBindings(settings: Settings, environment: Record<string, unknown>): string[] {
	const needs = [
		{ setting: 'ANSWER_PROVIDER', value: 'workers-ai', binding: 'AI', table: '[ai]' },
		{ setting: 'EMBEDDING_PROVIDER', value: 'workers-ai', binding: 'AI', table: '[ai]' },
		{ setting: 'RERANKING_PROVIDER', value: 'workers-ai', binding: 'AI', table: '[ai]' },
		{ setting: 'VECTOR_PROVIDER', value: 'vectorize', binding: 'VECTORIZE', table: '[[vectorize]]' }
	] as const;
	return needs
		.filter(({ setting, value, binding }) => {
			const chosen = setting === 'ANSWER_PROVIDER' ? settings.ANSWER_FALLBACKS : [];
			return [settings[setting], ...chosen].includes(value) && !environment[binding];
		})
		.map(
			({ setting, value, binding, table }) =>
				`${setting}: ${value} needs the binding ${binding}, which is not there: add ${table} with binding = "${binding}" to wrangler.toml and worker/wrangler.toml for this environment, or set ${setting} to embedded`
		);
}
