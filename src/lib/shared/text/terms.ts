// Words as the index, the embedder, the reranker and the answer model all see them. A term is a lower-case, accent-free, stemmed
// word; note names and chords stay whole (b♭ = bb, c♯ = c#, v7, 6/4, ♭vii = bvii). Linear in the length of the text.
// It knows English stems and stop words only; other languages match by whole words, and unspaced scripts by single characters.
import { stemmer } from 'stemmer';

export interface Term {
	stem: string;
	/** Lower case, accents removed, not stemmed. */
	word: string;
	/** [start, end) in the text it was read from. */
	start: number;
	end: number;
}

const TOKEN =
	/\p{N}+(?:[.,/]\p{N}+)+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[♭♯#]{0,2}[\p{L}\p{N}\p{M}]+(?:[♭♯#°]|['’]\p{L}+)*/gu;
/** Longer words are noise (encoded data); they are cut, so that an index cannot be filled with them. */
const WORD_LIMIT = 40;
const STEM_CACHE_LIMIT = 50_000;

const STOP_LIST =
	'a about above after again against all also am an and any are as at be because been before being below between both but by can cannot could did do does doing don down during each etc few for from further had has have having he her here hers him himself his how i if in into is it its itself just let me more most my myself no nor not now of off on once only or other our ours out over own per please same she should so some such than that the their theirs them then there these they this those through to too under until up upon us very via was we were what when where whether which while who whom whose why will with would yes you your yours yourself im ive id ill its isnt arent wasnt werent dont doesnt didnt cant couldnt wont wouldnt shouldnt havent hasnt hadnt youre youve youll theyre weve were thats whats hows wheres theres lets tell know want like need get got may might must shall ok okay hi hello hey thanks thank much many really actually exactly mean means meaning explain describe say says said give given example something anything someone anyone thing things way ways';

const STOP_WORDS: ReadonlySet<string> = new Set(STOP_LIST.split(' '));
/** Stop words of questions alone: they ask, but in a text they carry meaning, so nothing but a query leaves them out. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(STOP_LIST.slice(0, STOP_LIST.indexOf(' im ')).split(' '));

const stemCache = new Map<string, string>();

export function stem(word: string): string {
	const cached = stemCache.get(word);
	if (cached !== undefined) return cached;
	const stemmed = word.length > 2 && /^[a-z]+$/.test(word) ? stemmer(word) : word;
	if (stemCache.size >= STEM_CACHE_LIMIT) stemCache.clear();
	stemCache.set(word, stemmed);
	return stemmed;
}

/** One token of the text as a word: lower case, without accents and possessive, music signs spelled the way they are typed. */
function toWord(token: string): string {
	const lower = token.toLowerCase();
	if (/^[a-z0-9]+$/.test(lower)) return lower.slice(0, WORD_LIMIT);
	const isFraction = /^\p{N}+\//u.test(lower);
	const plain = lower
		.replaceAll('♭', 'b')
		.replaceAll('♯', '#')
		.replaceAll('°', 'o')
		.normalize('NFKD')
		.replace(/['’]s$/, '')
		.replace(/[\p{M}\s"'’,⁄]/gu, '');
	return (isFraction ? plain : plain.replace(/^#+(?=\p{L}{3})/u, '')).slice(0, WORD_LIMIT);
}

export function readTerms(text: string): Term[] {
	const terms: Term[] = [];
	for (const match of text.matchAll(TOKEN)) {
		const word = toWord(match[0]);
		if (word === '') continue;
		terms.push({ stem: stem(word), word, start: match.index, end: match.index + match[0].length });
	}
	return terms;
}

/** The stems alone, in order: what is indexed. */
export function readStems(text: string): string[] {
	const stems: string[] = [];
	for (const match of text.matchAll(TOKEN)) {
		const word = toWord(match[0]);
		if (word !== '') stems.push(stem(word));
	}
	return stems;
}

/** Whether a word says nothing about what a question is about. */
export function isStopWord(word: string): boolean {
	return STOP_WORDS.has(word);
}

/** Whether a word is grammar alone, in a text as well as in a question. */
export function isFunctionWord(word: string): boolean {
	return FUNCTION_WORDS.has(word);
}

/** The terms a question is about, each once, in order; all of its terms when it has none but stop words. */
export function readQueryTerms(query: string): Term[] {
	const all = readTerms(query);
	const content = all.filter((term) => !isStopWord(term.word));
	const seen = new Set<string>();
	return (content.length > 0 ? content : all).filter((term) => {
		if (seen.has(term.stem)) return false;
		seen.add(term.stem);
		return true;
	});
}
