// Everyday English words, by stems, from general use. In a question they name nothing: the embedder counts them for less, the
// reranker minds their absence less, and none of them is taken for a misspelling. Vectors depend on this list, as on the lexicon.
import { stem } from '#lib/shared/text/terms.ts';

const WORDS = `
ability able absolute accept access accident account across act action active actual add address admit adult advance advantage advice
affect afford afraid age ago agree ahead aim air allow alone along already amazing amount ancient anger angry animal announce annoy answer
appear apply approach area argue arm arrange arrive art ask aspect assume attack attempt attend attention attract audience author average
avoid awake award aware away awful baby back background bad bag balance ball band bank base basic basis bath battle beach bear beat
beautiful beauty become bed beginner behave behaviour belief believe bell belong benefit bet bigger bill bind bird birth bit bite black
blame block blood blow blue board boat body book border bored boring borrow boss bother bottle bottom bound box boy brain branch brave
bread break breakfast breath breathe brief bright bring broad brother brown brush build building burn bus business busy button buy buyer
calculate calm camera camp cancel capable capital car card care career careful carry case cat catch category cause celebrate centre certain
chain chair chance change chapter character charge chart cheap check cheer child children choice choose circle city claim class clean clear
clever click climb clock close cloth clothes cloud club coach coat coffee cold collect collection college colour combine come comfort
comfortable command comment common communicate community company compare competition complain complete complex computer concern condition
confident confirm confuse connect connection consider consist constant contact contain content contest continue contrast contribute control
convenient conversation convert cook cool copy corner correct cost count country couple courage course court cover crash crazy create cross
crowd cry culture cup curious current custom cut daily damage dance danger dangerous dark data date daughter day dead deal dear death debate
decide decision deep defend definite degree delay deliver demand depend describe design desire desk destroy detail develop development
device die difference different difficult difficulty dinner direct direction dirty disappear discover discuss discussion disease dish
distance divide doctor dog door double doubt draw drawing dream dress drink drive driver drop dry due dull dust duty ear early earn earth
easily east easy eat edge educate education effect effort eight either elect electric element eleven email emotion employ empty encourage
end enemy energy engine enjoy enough ensure enter entire entry environment equal equipment escape especially essential evening event
eventually everyday evidence evil exact exam examine example excellent except exchange excite excuse exercise exist expect expensive
experience expert explain explore express extra extreme eye face fact factor fail failure fair fairly fall false familiar family famous fan
fancy far farm fashion fast fat father favour favourite fear feature feed feel feeling fellow female few field fight figure file fill film
final finally find fine finger finish fire firm fish fit five fix flat flight float floor flow flower fly focus follow food fool foot force
foreign forest forget forgive formal former forth fortune forward four frame free freedom frequent fresh friend friendly front fruit full
fun function funny furniture further future gain game garden gather general generally gentle gift girl glad glass goal gold government grab
grade gradual grammar grand grateful great green ground group grow growth guarantee guard guess guest guide guilty guy habit hair half hall
hand handle hang happen happy hard hardly harm hat hate head health healthy hear heart heat heavy height help helpful herself hide high
highlight hill history hit hobby hold hole holiday home honest hope horse hospital host hot hotel hour house household huge human humour
hundred hungry hurry hurt husband ice idea ideal identify ignore ill illness imagine immediate important impossible impress improve inch
include income increase indeed independent indicate individual industry inform information inside insist install instance instant instead
instruct instruction intelligent intend interest interested interesting internal internet interview introduce invent invite involve island
issue item jacket job join joke journey judge juice jump junior just justice keep key kick kid kill kind king kitchen knee knife knock
knowledge lady lake land language large last late later laugh law lay lazy lead leader leaf learn learner learning least leather leave left
leg legal lend length less letter level library lie life lift light like likely limit line link lip list listen literature little live load
local lock logic lonely long look loose lose loss lost loud love lovely low luck lucky lunch machine mad magazine mail main maintain major
manage manner map march mark market marriage marry mass master match material matter maximum maybe meal meaning measure meat media medical
medicine medium meet meeting member memory mention mess message metal method middle midnight might mild mile milk mind minimum minor minute
mirror miss mistake mix mixture model modern moment money month mood moon moral morning mostly mother mountain mouth move movement movie much
muscle museum music musical musician narrow nation natural nature near nearby nearly neat necessary neck need negative neighbour neither
nervous never new news newspaper next nice night nine nobody noise none normal north nose nothing notice now nowhere number object obvious
occasion occur odd offer office officer official often oil old once one onto open operate operation opinion opportunity oppose opposite
option orange order ordinary organise original other otherwise outside overall own owner pace pack package page pain paint painting pair
paper parent park part particular partner party pass passage past path patient pattern pause pay payment peace pen pencil people percent
perfect perform perhaps period permit person personal phone photo phrase physical pick picture piece place plain plan plane plant plate play
player pleasant please pleasure plenty plus pocket poem poet point police policy polite poor popular population position positive possible
post potential pound pour power powerful practical practice practise pray prefer prepare present president press pressure pretend pretty
prevent previous price pride primary prince print private prize probably problem process produce product professional profit program
programme progress project promise promote proper protect proud prove provide public pull punish pupil pure purpose push put puzzle quality
quantity quarter queen question quick quickly quiet quite quote race radio rain raise random range rapid rare rate rather reach react read
reader reading ready real realise reality really reason reasonable receive recent recently recognise recommend record red reduce refer
reference reflect refuse regard region regret regular reject relate relation relationship relative relax release relevant rely remain
remember remind remote remove rent repair repeat replace reply report represent request require research respect respond response rest
restaurant result return review reward rich rid ride right ring rise risk river road rock role roll roof room root rough round route row
rude ruin rule run rush sad safe safety sail salary sale salt same sand satisfy save scale scene school science score screen sea search
season seat second secret section secure see seek seem select sell send senior sense sensible sentence separate series serious serve service
set settle seven several severe shade shake shall shame shape share sharp shift shine ship shirt shock shoe shoot shop short shot shoulder
shout show shower shut shy sick side sight sign signal silence silly similar simple simply since sing singer single sister sit site
situation six size skill skin skip sky sleep slight slip slow slowly small smart smell smile smoke smooth snow social society soft soldier
solid solution solve somebody somehow someone sometimes somewhere son song soon sort soul sound source south space spare speak special
specific speech speed spell spend spirit split spoil sport spot spread spring square squeeze staff stage stand standard star start state
statement station stay steal step stick still stomach stone stop store storm story straight strange stranger stream street strength stress
stretch strict strike strong structure struggle student study stuff stupid style subject succeed success successful sudden suddenly suffer
sugar suggest suit suitable sum summer sun supply support suppose sure surface surprise survive suspect swap sweet swim switch symbol system
table tail take talent talk tall task taste tea teach teacher teaching team tear technical technique telephone television tell ten tend term
terrible test text thank theme theory thick thin think third thirty thought thousand threat three throw ticket tie tight time tiny tip tired
title today together tomorrow tone tongue tonight tool top topic total touch tough tour toward tower town toy track trade tradition traffic
train transfer translate travel treat tree trick trip trouble true trust truth try tune turn twelve twenty twice twin two type typical ugly
uncle understand unfortunately union unique unit universe university unless unlike unlikely until unusual upper upset upside urge useful
user usual usually valley valuable value variety various vast version victory video view village visit visitor voice volume vote wait wake
walk wall wander want war warm warn wash waste watch water wave weak wealth wear weather web week weekend weekly weigh weight welcome west
wet wheel whenever whereas wherever whether white whole wide wife wild willing win wind window wine winner winter wise wish woman wonder wood
word work worker world worry worse worst worth write writer writing wrong yard year yellow yesterday young youth zero zone
`;

export const EVERYDAY_WORDS: readonly string[] = WORDS.trim().split(/\s+/u);

const EVERYDAY = new Set(EVERYDAY_WORDS.map(stem));

export function isEverydayWord(wordStem: string): boolean {
	return EVERYDAY.has(wordStem) || /^\d/u.test(wordStem);
}
