// Words that whoever explains brings along, and that name no topic: beside the embedded model's plain words, what papers on any subject have
// in common (a choice from the headwords of Coxhead's "A New Academic Word List", 2000) and the small change of explanations. That a source
// lacks one of them says little. No word of music, of schools or of money belongs here.
import { isPlainWord } from '../ai/index.ts';

const WORDS = new Set(
	`accompany accomplish achieve acknowledge acquire adapt additional adequate adjacent adjust aid alternate alternative ambiguous analogous
	anticipate apparent append appropriate approximate arbitrary aspect assemble assign assist assure attach attain attribute author aware
	becoming benefit bring broadly capable cease characteristic characterise characterize circumstance cite clarify clear coincide commence
	comment commonly compile complement complementary completely comprehensive comprise comprised conceive concentrate conclude conclusion
	conduct confirm conform consequence consequent considerable consist consistent constant constitute construct contact contemporary context
	contrary contribute convert convey correspond create crucial decline define definite demonstrate denote depict derive describe
	designate despite detect determine device devote display dispose distinct distinctive distinguish distribute document draw
	due effectively eliminate emerge emphasis emphasise emphasize employ enable encounter enhance ensure entail entire entirely entity
	equivalent especially essential establish evaluate eventual evident evolve exceed exclude exhibit expand explicit exploit expose extract
	facilitate feature final finalise finish fix focus formerly formulate founded frequent frequently fundamental
	basic furthermore generate generally give go guarantee guide hence highlight identical identify illustrate immediate immediately impact implement
	implicate implicit imply impose incidence inclined incorporate increasingly indicate individual inevitable inherent initial initially
	initiate insert instance instead instruct integral integrate intend interpret intervene intrinsic introduce invariably investigate invoke
	involve isolate item justify label largely latter likely likewise link locate located logic maintain  make manifest manipulate
	manner margin mature mention merely method moreover mutual namely nearly necessarily needed nevertheless nonetheless notable notably
	 notwithstanding now numerous objective obtain obvious occasional occasionally occupy occur offer ongoing option otherwise
	outcome outline overall overlap particularly perceive persist phenomenon plainly possess possessing potential precede preceding
	precise predict predominant preliminary presence present presented previous primarily  principal prior proceed process produce
	prohibit promote prompt proper provide publish purpose range rather react readily recall recognise recognize refer regardless
	reinforce relate relevant reliable rely remain remainder render renders represent require resemble  respective respond restrict
	retain reveal reverse rigid roughly select seldom separate  serve several signify similar similarly simply simultaneous
	sole specific specifically specify stay  strictly subsequent substitute succeed succeeded sufficient suggest sum supplement
	surround  symbolise tend terminate thereby thoroughly throughout thus trace transmit typify ultimate undergo
	underlie undertake uniform unify unique utilise utilize validate variant vary versus via view virtually visible wholly whatever whichever
	wherever within
	almost already another anyway arisen become been began begun both bound bought brought broken built came chose chosen dealt done drawn drew
	either enough even ever every found gave given gone grew grown heard held hence kept known laid lay led left lent less lost made meant met
	neither nothing paid put quite rather risen said sang sat seen sent set shown shut sought spent spoken spread still stood sung taken taught
	therein thought thus told understood went woken won written wrote yet
	information situation combination relation explanation description addition question condition definition action indication attention
	apart altogether alright anyhow anyway anywhere bit bunch case cases chance chances everything everywhere handful maybe moment moments
	plenty somehow somewhere spot spots straightaway stuff touch fine okay perfectly bother care
	fashion instances occasion available able possible otherwise remaining`.split(/\s+/u)
);

/** Of such words many name what a text is about, though the verb or adjective within them is an everyday one. */
const LEARNED = /(?:ment|tion|sion|ic|ics|ity|ance|ence|ant)s?$/u;

/** Whether a text that has this word speaks of something that one without it does not speak of. */
export function isTopicWord(word: string): boolean {
	if (WORDS.has(word) || ENDINGS.some((ending) => word.endsWith(ending) && WORDS.has(baseOf(word, ending))))
		return false;
	if (/ly$/u.test(word)) return false;
	return !isPlainWord(word) || LEARNED.test(word);
}

const ENDINGS = ['s', 'es', 'ed', 'd', 'ing'];

/** Without the ending, and with the e that "-ing" takes away. */
function baseOf(word: string, ending: string): string {
	const bare = word.slice(0, -ending.length);
	return ending === 'ing' && !WORDS.has(bare) ? `${bare}e` : bare;
}
