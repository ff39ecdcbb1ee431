// A school's conversations, made up: a seed gives the same ones on every machine. Words follow Zipf's law over 30,000 made-up ones with the
// school's own among the most frequent, so that two-word searches meet both very common and very rare words.
import { DatabaseSync } from 'node:sqlite';
import { createRandom } from '../../src/lib/shared/seeded-random.ts';

const SEED = 20261122;
const DAY_MS = 24 * 60 * 60 * 1000;
/** The newest message's time: fixed, so that runs can be compared. */
export const NOW = Date.UTC(2026, 10, 22);
const SPAN_DAYS = 730;
const VOCABULARY = 30_000;
const OWN_WORDS =
	'the to a is and for my lesson of in can teacher piano you term fee how violin what cello lessons when school book week reschedule cancel invoice price room upload recording practice concert exam parent deposit refund guitar choir'.split(
		' '
	);
const SYLLABLES =
	'ba co di fe gu ha le mi no pu ra se ti vo wa xe zi bra cle dro fli gra ster plan tion'.split(' ');
export const INTENTS = ['question', 'pricing', 'scheduling', 'technical-problem', 'complaint', 'thanks'];
export const TOPICS = [
	'fees',
	'lessons',
	'cello',
	'piano',
	'recordings',
	'exams',
	'hire',
	'choir',
	'account'
];
export const TOOLS = ['search_knowledge_base', 'create_ticket', 'get_ticket', 'hand_over'];
const LANGUAGES = ['en', 'en', 'en', 'en', 'de', 'fr', 'es'];

export function createLanguage() {
	const random = createRandom(SEED);
	const words = OWN_WORDS.concat(
		Array.from({ length: VOCABULARY - OWN_WORDS.length }, () =>
			Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(random, SYLLABLES)).join('')
		)
	);
	/** Zipf's law with exponent 1: the chance of a rank is one over it. */
	const total = Array.from(words).reduce((sum, _, rank) => sum + 1 / (rank + 1), 0);
	const upTo = new Float64Array(words.length);
	let sum = 0;
	for (let rank = 0; rank < words.length; rank++) {
		sum += 1 / (rank + 1) / total;
		upTo[rank] = sum;
	}
	return {
		/** @param {() => number} chance */
		word(chance) {
			const wanted = chance();
			let low = 0;
			for (let high = words.length - 1; low < high;) {
				const middle = (low + high) >> 1;
				if ((upTo[middle] ?? 1) < wanted) low = middle + 1;
				else high = middle;
			}
			return words[low] ?? '';
		}
	};
}

/** @template T @param {() => number} random @param {readonly T[]} from @returns {T} */
export function pick(random, from) {
	return /** @type {T} */ (from[Math.floor(random() * from.length)]);
}

/** @param {string} file @param {number} messageCount */
export function seed(file, messageCount) {
	const database = new DatabaseSync(file);
	database.exec('PRAGMA synchronous = OFF');
	database.exec('PRAGMA cache_size = -262144');
	// The words' index is made at the end, all at once: word by word it takes many times as long.
	const triggers = /** @type {{name: string, sql: string}[]} */ (
		database
			.prepare(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'messages_fts%'`)
			.all()
	);
	for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
	const random = createRandom(SEED + 1);
	const language = createLanguage();
	const sentence = (/** @type {number} */ length) =>
		Array.from({ length }, () => language.word(random)).join(' ');
	const insertConversation = database.prepare(
		`INSERT INTO conversations (id, person_id, title, status, language, channel, metadata, message_count, projected_seq, created_at, updated_at)
		 VALUES (?, ?, ?, ?, ?, ?, '{"voiceEnabled":false}', ?, ?, ?, ?)`
	);
	const insertMessage = database.prepare(
		`INSERT INTO messages (id, conversation_id, person_id, parent_id, role, text, parts, metadata, seq, created_at)
		 VALUES (?, ?, ?, ?, ?, ?, ?, '{"status":"complete"}', ?, ?)`
	);
	const insertRating = database.prepare(
		`INSERT INTO message_ratings (message_id, person_id, conversation_id, value, updated_at) VALUES (?, ?, ?, ?, ?)`
	);
	const insertHandover = database.prepare(
		`INSERT INTO handover_requests (id, conversation_id, person_id, reason, status, agent_id, created_at) VALUES (?, ?, ?, 'Asked for a person.', 'closed', ?, ?)`
	);
	const insertTag = database.prepare(
		`INSERT INTO transcript_tags (conversation_id, folded, tag, person_id, added_by, created_at) VALUES (?, ?, ?, ?, 'agent-1', ?)`
	);
	let written = 0;
	for (let conversation = 0; written < messageCount; conversation++) {
		if (conversation % 2_000 === 0) {
			if (conversation > 0) database.exec('COMMIT');
			database.exec('BEGIN');
		}
		const id = idOf('c', conversation);
		const person = idOf('p', Math.floor(random() * 30_000));
		// Conversations begin one after another; one in ten is gone on with later.
		const createdAt = NOW - Math.floor(SPAN_DAYS * DAY_MS * (1 - written / messageCount));
		const updatedAt = Math.min(NOW, createdAt + (random() < 0.1 ? 20 * DAY_MS : 300_000));
		const count = Math.min(2 * (1 + Math.floor(random() * 9)), messageCount - written);
		insertConversation.run(
			...[id, person, sentence(6), updatedAt > NOW - 30 * DAY_MS ? 'idle' : 'archived'],
			...[pick(random, LANGUAGES), random() < 0.1 ? 'voice' : 'text', count, count * 10, createdAt, updatedAt]
		);
		for (let at = 0; at < count; at++) {
			const isAnswer = at % 2 === 1;
			const text = sentence(isAnswer ? 30 + Math.floor(random() * 40) : 5 + Math.floor(random() * 25));
			const messageId = idOf('m', written);
			insertMessage.run(
				...[messageId, id, person, at === 0 ? null : idOf('m', written - 1), isAnswer ? 'assistant' : 'user'],
				...[text, JSON.stringify(isAnswer ? answerParts(random, text) : [{ type: 'text', text }])],
				...[at * 10 + 1, createdAt + at * 20_000]
			);
			if (isAnswer && random() < 0.03)
				insertRating.run(messageId, person, id, random() < 0.6 ? 'up' : 'down', createdAt);
			written++;
		}
		if (random() < 0.06)
			insertHandover.run(
				idOf('h', conversation),
				id,
				person,
				`agent-${Math.floor(random() * 20)}`,
				createdAt
			);
		if (random() < 0.02) insertTag.run(id, ...Array(2).fill(`tag ${Math.floor(random() * 30)}`), person, NOW);
	}
	database.exec('COMMIT');
	database.exec(`INSERT INTO messages_fts(messages_fts) VALUES ('rebuild')`);
	for (const { sql } of triggers) database.exec(sql);
	const [{ conversations } = { conversations: 0 }] = /** @type {{conversations: number}[]} */ (
		database.prepare('SELECT count(*) AS conversations FROM conversation_facts').all()
	);
	database.close();
	return { messages: written, conversations };
}

function answerParts(random, text) {
	const tools = random() < 0.8 ? [TOOLS[0]] : random() < 0.3 ? [pick(random, TOOLS)] : [];
	return [
		...tools.map((name) => ({ type: `tool-${name}`, toolCallId: 'call', state: 'output-available' })),
		{ type: 'text', text, state: 'done' },
		{
			type: 'data-turn',
			data: {
				intent: pick(random, INTENTS),
				sentiment: Math.round(random() * 20 - 10) / 10,
				confidence: Math.round(random() * 100) / 100,
				refused: random() < 0.1,
				topics: [pick(random, TOPICS), pick(random, TOPICS)],
				entities: [],
				toolCalls: tools.map((toolName) => ({ toolName, success: true })),
				model: 'segue-embedded',
				language: pick(random, LANGUAGES)
			}
		}
	];
}

/** In the shape of the product's ids. @param {string} kind @param {number} number */
function idOf(kind, number) {
	const digits = number.toString(16).padStart(12, '0');
	return `0190${digits.slice(0, 4)}-0000-7${kind.charCodeAt(0).toString(16)}0-8000-${digits}`;
}
