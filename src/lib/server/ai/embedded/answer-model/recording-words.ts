// Which recording a message asks about, if it asks how one was played: by id, as the last one, or by words of its title. In the seven
// languages that are understood; what is about the file, or about recordings as such, is not meant.
const MOST_CHARACTERS = 1_000;
export const RECORDING_ID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/iu;
/** `\b` knows no letters with accents. */
const word = (pattern: string) => new RegExp(String.raw`(?<!\p{L})(?:${pattern})(?!\p{L})`, 'iu');

const RECORDING = String.raw`(?:recording|take|performance|aufnahme|einspielung|enregistrement|prise|grabaci[oó]n|registrazione|opname|grava[cç][aã]o)`;
const NAMES_RECORDING = word(String.raw`${RECORDING}(?:s|n|es)?`);
const LATEST = word(
	String.raw`(?:last|latest|newest|most recent)\s+${RECORDING}|the ${RECORDING} i (?:just )?(?:made|uploaded|sent|recorded)|(?:the|that) (?:\p{L}+ ){1,3}(?:that )?i(?: have|['’]ve)?(?: just)? recorded|(?:letzte[nrsm]?|neue?ste[nrsm]?|j[uü]ngste[nrsm]?)\s+${RECORDING}|derni[eè]re?\s+${RECORDING}|[uú]ltim[ao]\s+${RECORDING}|${RECORDING}\s+(?:m[aá]s reciente|pi[uù] recente|mais recente|la plus r[eé]cente|le plus r[eé]cent)|(?:laatste|nieuwste|recentste)\s+${RECORDING}`
);
const TITLED = new RegExp(
	String.raw`(?<!\p{L})${RECORDING}\s+(?:of|called|named|titled|von|namens|mit dem titel|de(?: la| l['’])?|du|di|del|della|van|genaamd|d[ao])\s+(?:["“”„«'‘](?<quoted>[^"“”»'’]{1,100})["“”»'’]|(?:the |my )?(?<plain>[^?.!,;:\n]{1,60}))`,
	'iu'
);
const MINE = word(
	String.raw`(?:my|his|her|their|mein\p{L}*|mon|ma|mi|mia|mijn|minha)\s+${RECORDING}|(?:la|il) (?:mia|mio)\s+${RECORDING}|(?:a|o) (?:minha|meu)\s+${RECORDING}`
);
/** What somebody wants to know of a take. */
const HOW_IT_WENT = word(
	String.raw`how (?:was|were|is|did|well|good)|what (?:was|were|is|did|does|do|can|should|went)|where|which|why|tell me|show me|talk about|explain|analy[sz]\p{L}*|feedback|results?|sounds?|score\p{L}*|measure\p{L}*|improv\p{L}*|work on|practi[cs]e|better|worse|timing|tempo|rhythm|pedal\p{L}*|dynamics?|tone|touch|articulation|phrasing|balance|did i|was i|wie|was|wo|auswert\p{L}*|verbesser\p{L}*|r[uü]ckmeldung|rhythm\p{L}*|comment|que|qu['’]est-ce\p{L}*|r[eé]sultats?|am[eé]liorer|travailler|rythme|qu[eé]|c[oó]mo|analiz\p{L}*|an[aá]lisis|resultados?|mejorar|ritmo|com['’]era|com['’][eè]|come|cosa|analizz\p{L}*|analisi|risultat\p{L}*|migliorare|hoe|wat|uitslag|verbeteren|como|o que|analis\p{L}*|an[aá]lise|melhorar`
);
/** What is about the file and not about the playing, or about takes in general. */
const ABOUT_THE_FILE = word(
	String.raw`delet\p{L}*|remov\p{L}*|eras\p{L}*|shar(?:e|ed|ing)|upload(?:ing)?|download\p{L}*|renam\p{L}*|send|kept|keep|stored|privacy|consent|who can|format|microphone|how (?:do|can|to|should) i (?:record|make)|l[oö]sch\p{L}*|teilen|hochlad\p{L}*|lade\p{L}*|herunterlad\p{L}*|gespeichert|aufbewahrt|wer (?:kann|h[oö]rt)|wie (?:kann|mache?|nehme)|supprim\p{L}*|partag\p{L}*|t[eé]l[eé]charg\p{L}*|conserv\p{L}*|qui peut|borr\p{L}*|elimin\p{L}*|compart\p{L}*|sub(?:ir|o)|descarg\p{L}*|guard\p{L}*|qui[eé]n puede|cancell\p{L}*|condivid\p{L}*|caric\p{L}*|scaric\p{L}*|chi pu[oò]|verwijder\p{L}*|del(?:en|e)|uploaden|bewaard|wie kan|apag\p{L}*|compartilh\p{L}*|quem pode`
);

/** Something is wrong with the measuring, or the file. */
const BROKEN = word(
	String.raw`fail\p{L}*|will not|won['’]?t|can(?:no|['’])t|does ?n['’]?t|did ?n['’]?t|isn['’]?t|wrong|missing|broken|stuck|error|never|nicht|fehl\p{L}*|kaputt|falsch|ne (?:marche|fonctionne)|pas|erreur|no (?:funciona|se|carga)|falla|non (?:funziona|va)|errore|niet|fout|n[aã]o`
);
const RESULT = word(
	String.raw`analy[sz]\p{L}*|results?|scores?|feedback|measure\p{L}*|report|auswertung|ergebnis\p{L}*|r[uü]ckmeldung|r[eé]sultats?|an[aá]lisis|analiz\p{L}*|resultados?|analisi|risultat\p{L}*|uitslag|an[aá]lise|look at|listen`
);

/** An id, "latest", or words of a title; undefined when the message is about no recording's playing. */
export function recordingNamedIn(message: string): string | undefined {
	if (message.length > MOST_CHARACTERS) return undefined;
	const id = RECORDING_ID.exec(message)?.[0].toLowerCase();
	if (id !== undefined) return NAMES_RECORDING.test(message) ? id : undefined;
	if (!HOW_IT_WENT.test(message) || ABOUT_THE_FILE.test(message)) return undefined;
	return whichRecording(message);
}

/**
 * The recording whose analysis is to go into a ticket: "analyse my last recording and send the result in a ticket". Not one whose measuring
 * is what the ticket complains of.
 */
export function recordingForTicket(message: string): string | undefined {
	if (message.length > MOST_CHARACTERS || BROKEN.test(message) || !RESULT.test(message)) return undefined;
	const id = RECORDING_ID.exec(message)?.[0].toLowerCase();
	return id ?? whichRecording(message);
}

function whichRecording(message: string): string | undefined {
	if (LATEST.test(message)) return 'latest';
	const { quoted, plain } = TITLED.exec(message)?.groups ?? {};
	if (quoted !== undefined) return quoted.trim();
	if (!MINE.test(message)) return undefined;
	return plain === undefined ? 'latest' : withoutRest(plain);
}

/** "Für Elise sound" is asked of "Für Elise". */
const withoutRest = (title: string): string =>
	title
		.replace(
			/\s+(?:sounds?|go|went|was|is|like|and|in(?:to)? a|to my|yesterday|today|last \w+|so (?:good|bad)|war|klingt|und|et|y|e|en)(?!\p{L}).*$/iu,
			''
		)
		.trim();
