// The language of a short message: scripts that belong to one language by their letters, Latin script by the small words and the endings
// that one language has and its neighbours have not. `und` where nothing tells. A name or a single technical word decides nothing.
const SMALL_WORDS: Record<string, string> = {
	en: `the a an is are was were do does did you your i my me we our it its to of for with and or not can could would should have has had this that
		what when where who how why which there any some please thanks thank hello hi hey yes no never nothing get got just about from at on be been
		will if than then they he she them no-one someone somebody let make need want know here out up off don doesn didn isn can't won i'm it's
		as but so us him her after before again now today too very more less only also been being were had may must open close
		help nobody good new old ok show tell all password problem solved report school lesson take compare yesterday tomorrow ever`,
	de: `der die das den dem des ein eine einen einem einer und oder nicht ist sind war bin bist ich du er sie wir ihr mir mich dir dich uns mein meine
		meinen meinem dein ihre kann können könnt möchte will wollen haben hat habe habt wird werden wie was wann wo wer warum welche gibt es im
		am um zu zum zur von vom mit für auf aus bei nach über auch noch schon bitte danke hallo ja nein kein keine man doch mal wieder immer
		heute morgen gestern geht jemand sehr so bis dass wenn guten leider perfekt passwort vergessen aufnahme rechnung stunde lehrer schule seite`,
	fr: `le la les un une des du de et ou ne pas est sont je tu il elle nous vous ils mon ma mes ton ta votre vos notre nos ce cette ces c'est j'ai qui que
		quoi quand où comment pourquoi combien quel quelle quels quelles avec pour sur dans par au aux en y a-t-il est-ce bonjour merci oui non
		svp s'il plaît peut peux pouvez voudrais veux suis avez ai été être faire plus très encore déjà toujours personne jamais tout d'un
		l'école qu'est-ce impossible mot passe cours professeur facture enregistrement demande mes rouvrir fermer`,
	es: `el la los las un una unos unas y o no es son está estoy soy yo tú él ella nosotros mi mis tu tus su sus que qué cuándo dónde cómo por porque para
		con sin en de del al se me te le lo hay puedo puede puedes quiero quisiera tengo tiene necesito gracias hola sí muy más ya también cuánto
		cuál quién esto esta este hoy mañana ayer alguien nadie siempre nunca buenos buenas favor desde estado clase clases profesor factura correo contraseña cuenta grabación grabaciones dos últimas
		servicio baja adiós genial perfecto cambiar mes ayudado ha han`,
	it: `il lo la i gli le un uno una e o non è sono sei ho ha hai abbiamo io tu lui lei noi mio mia miei mie che chi cosa quando dove come perché quanto quale
		per con senza di del della dei delle nel nella al alla ai da dal in su si mi ti ci vi vorrei posso può puoi possiamo devo grazie ciao buongiorno
		sì molto più già anche sempre mai qualcuno nessuno questo questa c'è vostra anni sito lezione lezioni insegnante fattura registrazione dimenticato funziona chiudi apri ieri oggi domani`,
	nl: `de het een en of niet is zijn was ben bent ik jij je u hij zij wij we jullie mijn jouw uw ons onze kan kun kunnen wil wilt graag moet heb heeft hebben
		wat wanneer waar wie hoe waarom welke er met voor van op in aan bij naar uit over ook nog al maar dit dat deze die bedankt dank hallo hoi
		ja nee geen iemand niemand altijd nooit erg heel goed eens geven krijg les lessen leraar docent factuur wachtwoord opname vergeten sluit morgen vandaag gisteren vast steeds`,
	pt: `o a os as um uma e ou não é são está estou eu você vocês ele ela nós meu minha meus minhas seu sua que quem quando onde como por porque para com
		sem em no na nos nas de do da dos das ao à se me te lhe há posso pode podem quero gostaria preciso tenho tem obrigado obrigada olá sim muito mais já também
		quanto qual isto esta este hoje amanhã ontem alguém ninguém sempre nunca foi aula aulas professor fatura senha conta gravação esqueci erro chamado arquivo enviar resolvido resolvida`
};

/** Letters and endings that speak for one Latin-script language. */
const MARKS: [RegExp, string, number][] = [
	[/ß|ä|(?<!\p{L})(?:ge\p{L}+t|un\p{L}+lich)(?!\p{L})|sch|ung(?!\p{L})|keit/gu, 'de', 1],
	[/ü|ö/gu, 'de', 0.8],
	[/ç|œ|ê|è|(?<!\p{L})[cdjlmnqst]['’](?=\p{L}{2})|eux(?!\p{L})|ez(?!\p{L})|ée?s?(?!\p{L})/gu, 'fr', 0.8],
	[/[¿¡ñ]|ci[oó]n(?!\p{L})|(?:ando|iendo|dad)(?!\p{L})/gu, 'es', 1.5],
	[/ã|õ|ç[ãa]o|lh[oa]|nh[oa]|ções/gu, 'pt', 1.5],
	[/ò|ì|zione(?!\p{L})|gli(?=\p{L})|(?<!\p{L})(?:dell|all|un|c|com)['’]/gu, 'it', 1.2],
	[/ij|(?<!\p{L})\p{L}*(?:aa|uu)\p{L}*|(?:sch|oe)(?=\p{L})|(?<!\p{L})ge\p{L}+d(?!\p{L})/gu, 'nl', 0.8],
	[
		/ing(?!\p{L})|th|(?<!\p{L})w[ehi]\p{L}*|['’](?:s|t|m|re|ve|ll)(?!\p{L})|tion(?!\p{L})|ly(?!\p{L})|sh|oo|ck/gu,
		'en',
		0.5
	]
];

/** Script by script: which language a run of letters of it means. Kana before Han: Japanese is written in both. */
const SCRIPTS: [RegExp, string][] = [
	[/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'],
	[/\p{Script=Han}/u, 'zh'],
	[/\p{Script=Hangul}/u, 'ko'],
	[/[іїєґ]/iu, 'uk'],
	[/\p{Script=Cyrillic}/u, 'ru'],
	[/\p{Script=Greek}/u, 'el'],
	[/\p{Script=Arabic}/u, 'ar'],
	[/\p{Script=Hebrew}/u, 'he'],
	[/\p{Script=Devanagari}/u, 'hi'],
	[/\p{Script=Thai}/u, 'th']
];
const MAX_READ = 1_000;
/** What one language must have more than the next. */
const CLEAR = 0.3;

const WORDS = Object.entries(SMALL_WORDS).map(
	([language, list]) => [language, new Set(list.split(/\s+/u))] as const
);
/** A word that many languages have speaks less for each of them. */
const SHARED = new Map<string, number>();
for (const [, words] of WORDS) for (const word of words) SHARED.set(word, (SHARED.get(word) ?? 0) + 1);

/** An ISO 639-1 code, or `und`. */
export function languageOf(text: string): string {
	const read = text.slice(0, MAX_READ).toLowerCase().normalize('NFC').replaceAll('’', "'");
	const latin = read.match(/\p{Script=Latin}/gu)?.length ?? 0;
	for (const [script, language] of SCRIPTS) {
		const letters = read.match(new RegExp(script.source, 'giu'))?.length ?? 0;
		if (letters > latin) return language;
	}
	const scores = new Map<string, number>();
	const give = (language: string, points: number) =>
		scores.set(language, (scores.get(language) ?? 0) + points);
	for (const word of read.match(/\p{L}+(?:['-]\p{L}+)*/gu) ?? [])
		for (const part of new Set([word, ...word.split(/['-]/u)]))
			for (const [language, words] of WORDS)
				if (words.has(part)) give(language, part.length > 1 ? 2 / (SHARED.get(part) ?? 1) : 0.4);
	for (const [mark, language, points] of MARKS)
		give(language, points * Math.min(3, read.match(mark)?.length ?? 0));
	const [first, second] = [...scores].sort(([, a], [, b]) => b - a);
	if (first === undefined || first[1] < 0.5) return 'und';
	return first[1] - (second?.[1] ?? 0) >= CLEAR ? first[0] : 'und';
}
