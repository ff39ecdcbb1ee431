// Asks what was said before, what was settled, or what is known about the person: in the seven languages that are understood.
const MOST_READ = 300;

const PATTERNS = [
	/\b(?:summar(?:y|ise|ize)|recap|sum up)\b.*\b(?:conversation|chat|talk|discuss\w*|said|so far|this|us|we)\b|^\W*(?:recap|summary)\W*(?:please)?\W*$/u,
	/\bwhat (?:have|had|did|were|was) (?:we|i|you and i) (?:just |last |already |been )?(?:talk\w*|discuss\w*|sa(?:y|id|ying)|cover\w*|ask\w*|solve\w*|settle\w*|speak\w*|chat\w*)/u,
	/\bwhat (?:do|did) you (?:still )?(?:remember|know) (?:about|of|from) (?:me|us|this (?:chat|conversation)|our (?:chat|conversation|last))/u,
	/\b(?:do|can) you (?:still )?(?:remember|recall) (?:me\b|us\b|what (?:i|we)\b|our\b|my last\b)/u,
	/\bremind me (?:of )?what (?:we|i|you)\b/u,
	/\bwhere (?:were|did) we (?:leave|stop|end)?/u,
	/\bwhat (?:is|was) (?:still )?(?:open|unanswered|left open) (?:between us|in (?:this|our) (?:chat|conversation))/u,
	/\bw(?:or|ovon|as)\p{L}* haben wir\b.*\b(?:gesprochen|geredet|besprochen|geschrieben|geklärt)|\bfass\p{L}*\b.*\b(?:gespräch|unterhaltung|chat|zusammen)\b|\bzusammenfassung (?:des|unseres|vom) (?:gesprächs|chats?)|\bwas (?:weißt|weisst) du (?:noch )?(?:über|von) mi(?:ch|r)\b|\berinnerst du dich (?:an mich|an uns|noch|was|worüber)/u,
	/de quoi (?:avons[- ]nous|(?:on|nous) (?:a|avons)|a-t-on) (?:déjà )?(?:parl\p{L}*|discut\p{L}*)|\br[ée]sum\p{L}*\b.*\b(?:conversation|discussion|échange)|que (?:sais|savez)[- ](?:tu|vous) (?:de|sur) moi|tu te souviens de (?:moi|notre|ce que)/u,
	/de qué (?:hablamos|hemos hablado|habíamos hablado)|\bresum\p{L}*\b.*\b(?:conversación|charla)|qué sabes (?:de|sobre) mí|recuerdas (?:lo que|de qué|nuestra)/u,
	/di (?:che )?cosa (?:abbiamo|avevamo) (?:già )?parlato|\briassum\p{L}*\b.*\b(?:conversazione|chat)|cosa sai di me|ti ricordi (?:di me|cosa|di cosa)/u,
	/waar(?:over)? (?:hadden|hebben) (?:we|wij) (?:het|gesproken)|\bvat\b.*\b(?:gesprek|chat)\b.*\bsamen|samenvatting van (?:ons|dit) gesprek|wat weet je (?:nog )?(?:over|van) mij/u,
	/(?:de|sobre) (?:o )?que (?:nós )?(?:falámos|falamos|conversámos|conversamos)|\bresum\p{L}*\b.*\bconversa\b|o que (?:você )?sab(?:e|es) (?:de|sobre) mim/u
];

export function asksWhatIsRemembered(message: string): boolean {
	const read = message.slice(0, MOST_READ).toLowerCase();
	return PATTERNS.some((pattern) => pattern.test(read));
}
