// npm run -s bench -- NAME [--rounds N]: the last line is one JSON object. vectors takes --file with an .fvecs or .json file, analyse one
// with a recording, ingest a folder of Markdown.
import { parseArgs } from 'node:util';

const BENCHES = {
	analyse: async (/** @type {number | undefined} */ rounds, /** @type {string | undefined} */ file) =>
		(await import('./analyse.mjs')).benchAnalyse(rounds === undefined ? { file } : { rounds, file }),
	'barge-in': async (/** @type {number | undefined} */ rounds) =>
		(await import('./barge-in.mjs')).benchBargeIn(rounds === undefined ? {} : { rounds }),
	caches: async (/** @type {number | undefined} */ rounds) =>
		(await import('./caches.mjs')).benchCaches(rounds === undefined ? {} : { rounds }),
	fallback: async (/** @type {number | undefined} */ rounds) =>
		(await import('./fallback.mjs')).benchFallback(rounds === undefined ? {} : { rounds }),
	'search-fallback': async (/** @type {number | undefined} */ rounds) =>
		(await import('./search-fallback.mjs')).benchSearchFallback(rounds === undefined ? {} : { rounds }),
	desk: async (/** @type {number | undefined} */ rounds) =>
		(await import('./desk.mjs')).benchDesk(rounds === undefined ? {} : { rounds }),
	'first-token': async (/** @type {number | undefined} */ rounds) =>
		(await import('./first-token.mjs')).benchFirstToken(rounds === undefined ? {} : { rounds }),
	ingest: async (/** @type {number | undefined} */ _rounds, /** @type {string | undefined} */ file) =>
		(await import('./ingest.mjs')).benchIngest({ file }),
	kill: async (/** @type {number | undefined} */ rounds) =>
		(await import('./kill.mjs')).benchKill(rounds === undefined ? {} : { kills: rounds }),
	'kill-calls': async (/** @type {number | undefined} */ rounds) =>
		(await import('./kill-calls.mjs')).benchKillCalls(rounds === undefined ? {} : { kills: rounds }),
	live: async (/** @type {number | undefined} */ rounds) =>
		(await import('./live.mjs')).benchLive(rounds === undefined ? {} : { rounds }),
	'long-conversation': async (/** @type {number | undefined} */ rounds) =>
		(await import('./long-conversation.mjs')).benchLongConversation(rounds === undefined ? {} : { rounds }),
	messages: async (/** @type {number | undefined} */ rounds) =>
		(await import('./messages.mjs')).benchMessages(rounds === undefined ? {} : { rounds }),
	logins: async (/** @type {number | undefined} */ rounds) =>
		(await import('./logins.mjs')).benchLogins(rounds === undefined ? {} : { rounds }),
	page: async (/** @type {number | undefined} */ rounds) =>
		(await import('./page.mjs')).benchPage(rounds === undefined ? {} : { rounds }),
	replay: async (/** @type {number | undefined} */ rounds) =>
		(await import('./replay.mjs')).benchReplay(rounds === undefined ? {} : { rounds }),
	takeover: async (/** @type {number | undefined} */ rounds) =>
		(await import('./takeover.mjs')).benchTakeover(rounds === undefined ? {} : { rounds }),
	tickets: async (/** @type {number | undefined} */ rounds) =>
		(await import('./tickets.mjs')).benchTickets(rounds === undefined ? {} : { rounds }),
	transcripts: async (/** @type {number | undefined} */ rounds) =>
		(await import('./transcripts.mjs')).benchTranscripts(rounds === undefined ? {} : { rounds }),
	vectors: async (/** @type {number | undefined} */ rounds, /** @type {string | undefined} */ file) =>
		(await import('./vectors.mjs')).benchVectors(rounds === undefined ? { file } : { rounds, file }),
	voice: async (/** @type {number | undefined} */ rounds) =>
		(await import('./voice.mjs')).benchVoice(rounds === undefined ? {} : { rounds })
};

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { rounds: { type: 'string' }, file: { type: 'string' } }
});
const name = positionals[0] ?? '';
if (!Object.hasOwn(BENCHES, name)) {
	console.error(`Usage: npm run -s bench -- ${Object.keys(BENCHES).join('|')} [--rounds N] [--file FILE]`);
	process.exit(2);
}
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const result = await BENCHES[/** @type {keyof typeof BENCHES} */ (name)](rounds, values.file);
console.log(JSON.stringify({ bench: name, ...result }));
// What must not happen at all, and not only seldom.
const { violations = 0 } = /** @type {{violations?: number}} */ (result);
if (violations > 0) process.exitCode = 1;
