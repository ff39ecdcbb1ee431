// Words that name no topic: what people do, feel, count and say around a question. That the knowledge does not hold one of them
// ("squeeze", "grandma") says little; that it does not hold any other word of a question ("mordent", "football") says that it does not
// speak of that. They are the everyday words without those for things, and some more that go with questions.
import { stem } from '#lib/shared/text/terms.ts';
import { isNear } from './edit-distance.ts';
import { EVERYDAY_WORDS } from '../everyday-words.ts';
import { isVagueWord } from './words.ts';

/** Everyday, but each the name of something that a text is about or is not. */
const THINGS = `
	accident actual ancient animal attack baby background bag balance ball band bank bath battle beach bear bed bell bill bird birth
	bite black blood blue board body book bottle bound box brain branch bread breakfast breath breathe brown brush building burn bus
	business button camera camp capital car card career case cat catch cause chain chair chart cheer child city class climb clock
	cloth clothes cloud club coach coat coffee cold combine command community competition computer contest conversation cook copy
	country court crash crowd culture cup current dance danger dangerous data date dead death design desk dinner dirty disease dish
	doctor dog door drawing dream dress drink drive driver drop dust duty ear earth edge educate education electric element enemy
	energy engine environment evil exam exercise factor farm fashion fat fear feature feed field fight film finger fire fish fix flat
	flight float floor flow flower fly food foot force forest frame freedom fruit furniture game garden gift glass gold government
	grammar green ground guest hair hall hat head health healthy heart heat heavy hill history hit hobby hole holiday horse hospital
	hot hotel house household humour ice illness increase industry interest internal internet island item jacket job joke journey
	judge juice jump junior justice key kick king kitchen knee knife knock lady lake land language laugh law leaf leather leg legal
	letter level library light lip list literature load local lock machine mad magazine mail market marriage marry mass match material
	matter meal meat media medical medicine medium message metal mile milk mirror mixture model mood moon moral mountain mouth movie
	muscle museum music musical musician nation natural nature neck news newspaper noise north nose office officer oil orange pack
	package page pain paint painting paper park party path patient pattern peace pen pencil period phone photo physical picture plane
	plant plate pocket poem poet police policy population pound power president press price prince print private product profit
	program project public queen race radio rain range recommend record red regard region relative remote rent repair restaurant
	result rich ride ring rise risk river road rock role roll roof room root round route rule rush sail salary sale salt sand scale
	scene school science score screen sea season seat secret section series service shade share sharp shine ship shirt shoe shoot shop
	shoulder shower sing singer sky sleep smell smoke snow social society soft soldier solid song soul sound south space speech speed
	spirit sport spot spring square staff stage stand star state station steal stick stomach stone store storm story stream street
	strength stress structure style sugar suit summer sun surface survive sweet swim symbol system table tail tea teach teacher team
	technical technique telephone television test theory thought threat ticket tie title tongue tour tower town toy track trade
	traffic train transfer translate travel treat tree trick trip tune university upper valley victory video view village visit
	visitor voice volume vote wall war wash waste watch water wave wealth weather web wheel white wild wind window wine winter wood
	world writer writing yellow youth zone
`;
const MORE = `
	actually afternoon afterwards anybody aunt basically boyfriend broke broken bye cheaper confused cousin dad differences easier
	eighteen eighty everybody everyone fewer fifteen fifty flatten folks forgot forgotten forty fourteen get girlfriend give
	grandfather grandma grandmother grandpa grandparent grandparents guys harder hello hey higher honestly hopefully kids literally
	longer loop lower mom mum neighbouring nephew nicer niece nineteen ninety older properly quicker scared seventeen seventy sharpen
	shorter sixteen sixty slower smaller sorry stole stolen stuck taller teenager thanks thirteen toddler unwell worried younger
`;

/** Short words are near too many others: "wifi" is no "wife". */
const TOLERANCE = { one: 6, two: 10 };

const things = new Set(wordsOf(THINGS));
const PLAIN = [...EVERYDAY_WORDS.filter((word) => !things.has(word)), ...wordsOf(MORE)];
const STEMS = new Set(PLAIN.map(stem));
const BY_LETTER = Map.groupBy(PLAIN, (word) => word.charAt(0));

function wordsOf(list: string): string[] {
	return list.trim().split(/\s+/u);
}

/** A word that names no topic, numbers and single letters included, also when it is misspelt by a letter or two. */
export function isPlainWord(word: string): boolean {
	if (word.length < 3 || /^\d/u.test(word) || isVagueWord(word) || STEMS.has(stem(word))) return true;
	return (BY_LETTER.get(word.charAt(0)) ?? []).some((plain) => isNear(word, plain, TOLERANCE));
}
