// Everyday words that a writer puts for one another when explaining: beside the search's lexicon, which knows the trade, these are the
// verbs, adjectives and places of plain English. Groups are small, and every member can stand where another stands; written by hand from
// general knowledge of English, taken from no collection. What excludes another word (contrasts.ts) never stands here beside it.
import { stem } from '#lib/shared/text/terms.ts';
import { similarStems } from '../ai/index.ts';

const GROUPS = `
	get receive obtain; get become turn; give provide offer supply; give hand; let allow permit; need require want; need must; ask request;
	tell inform notify know; say speak talk; say state mention; talk conversation speak; show display reveal; explain describe;
	begin start commence; end finish conclude close; stop cease quit; keep hold store retain; keep stay remain; remain stay put stationary;
	go move travel; go lead run; go proceed; come visit arrive attend; come appear occur; come return; turn become change;
	happen occur take place; meet rehearse; bring return; return back; put place set; use employ apply; make create produce form;
	make build construct; made consist built; choose select pick; decide choose; try attempt; help assist support; check examine verify inspect;
	find discover locate; reserve book; reserve keep; send mail; split divide spread; split share; join combine connect; add increase;
	rise ascend climb go; raise lift increase; raise up; fall drop descend go; drop lower reduce; cut reduce shorten; count number;
	count treat regard consider; aim intend; mean signify; call name term; call known; include contain comprise cover; include hold;
	contain have hold; have possess own; cover include; suit fit match; belong part; stand rest; stand place; span have cover contain;
	comprise have consist; deal handle; deal look; run operate; run last; last take continue; continue go proceed; switch change swap exchange;
	exchange replace swap; replace substitute; change alter vary modify; fix repair mend; break fail collapse; break rest pause; rest pause;
	forget lose leave; leave remain; leave quit depart; lose miss; watch look see; look see check; hear listen; gather acquire gain;
	gain win acquire; grow increase; reach get attain achieve; reach arrive; reach contact; pass give; resume continue; write note; mark note;
	note mark; believe think; think consider; hope wish; like enjoy love; prefer like; fear nervous afraid; worry concern; hurt pain ache;
	sick ill unwell; ill illness sickness; well healthy; big large great; small little tiny; long lengthy; short brief; quick fast rapid swift;
	slow gradual; main chief principal primary; whole entire complete full; complete whole finish; good fine; better best preferable;
	hard difficult tough; hard challenging; easy simple; loud strong; gentle soft mild; quiet soft silent; strong powerful firm;
	secure reliable safe stable; reliable dependable; final last; new fresh; old used second-hand; current present existing; current now;
	previous earlier former prior; next follow subsequent; following next; usual normal typical common; usual ordinary; typical prototypical;
	rare unusual; special particular specific; different another other distinct; extra additional further more; additional further; spare extra;
	exact precise; approximate rough about around circa; roughly approximately around some; near close beside; almost nearly virtually;
	mostly mainly largely almost; right correct; wrong incorrect mistaken; wrong mistake error; mistake error slip;
	unexpected surprise surprising; surprise unexpected; annual yearly; annual year yearly; daily day; weekly week; monthly month;
	underneath below beneath under; below beneath; above over; inside within in; outside beyond; behind back; front before;
	beginning start opening; end close; beginning outset; place spot location site; place slot; room space; house home; building premises;
	street road; time hour; slot time free; day date; moment time; minute moment; part section portion; part element component; piece part;
	piece work composition; kind type sort; kind form; way manner method; step stage; step degree; amount sum quantity; amount number;
	price fee cost; money cash; cash money; free gratis complimentary; deposit downpayment; invoice bill; person people someone anyone;
	people folk; everybody everyone all; somebody someone; youngster child; youngster teenager; kid child; grown adult; parent family;
	family household; staff employee team; boss head manager; charge head responsible; candidate student entrant; player musician;
	player performer; singer vocalist; musician performer; audience listener; teacher instructor; trainer teacher; tune melody; bar measure;
	beat pulse; note tone; note pitch; chord harmony; key tonality; piano keyboard; song piece; sheet score; rehearsal practice;
	concert performance; performance show recital; exam test; exam examination; test examine; mark grade score; grade level; result outcome;
	goal aim target; goal objective; reason cause; cause lead; rule regulation; plan scheme; idea thought; question query; answer reply;
	problem trouble difficulty; trouble difficulty; advice tip; help aid; gap distance; distance apart; size wide large; wide large;
	age old aged; aged age old; old age; young age; weight heavy; light bright; leaflet brochure; form sheet; list table;
	e-mail email mail; email mail; text message sms; text sms; call phone; phone call telephone; website page site; online internet web;
	tell say; turn invert; invert inversion; stack arrange pile; arrange order; order arrange; pair couple two; couple pair;
	individual one-to-one private; private individual; alone unaccompanied; jointly together; together joint;
	directly immediately right straight; immediately once instantly; soon shortly; later afterwards; afterwards later after; until till;
	while during; during while; once after; whenever any; always invariably; again once; also too; only just; lack without; lack no; lacks has;
	without no; door entrance gate; want wants ask; span has have; retake try; sooner rather; sun sunlight sunshine; notation written notate write; step stair; ring call phone; pick collect fetch;
	own possess; disable switchoff; enable switchon; ready finished done; younger below under; older above over; useful use;
	agree consent agreement; oblige must need have; bottom lowest; top highest; touch reach; lie rest; even flatten level; adjust change;
	test try; chat conversation talk; chat message;
	pay paid; write wrote written; take took taken; hold held; keep kept; leave left; lose lost; find found; teach taught; hear heard; sing sang sung;
	begin began begun; break broke broken; bring brought; buy bought; choose chose chosen; come came; draw drew drawn; fall fell fallen; feel felt;
	forget forgot forgotten; go went gone; grow grew grown; hide hid hidden; know knew known; lead led; learn learnt; lend lent; make made; meet met;
	ring rang rung; rise rose risen; run ran; see saw seen; sell sold; send sent; speak spoke spoken; spend spent; stand stood; stick stuck; think thought;
	throw threw thrown; understand understood; wear wore worn; win won; sit sat; build built; catch caught; drive drove driven; eat ate eaten; sleep slept;
	wipe erase delete; erase delete remove clear; remove discard; recover restore retrieve; restore return bring; chilly cold cool; cold cool;
	warm hot heat; queue list line; wait queue; score value number; value figure number; mark value; remark note comment; comment note;
	comment remark feedback; post publish share upload; publish release; picture photo photograph image; extreme opposite; opposite end;
	solid secure firm; secure certain; sure certain; seat chair place; reduction discount; tell say mean show; hint tip advice;
	copy imitate imitation; listening ear; focus concentrate attend; concentrate attend; attention focus; pupil student learner; learner student;
	spend use; reward prize award; praise compliment; excuse explanation reason; reason explanation; why reason explanation; withdraw cancel leave;
	skip omit; omit without; remain keep; faint quiet soft; fade disappear; disappear vanish go; gone away; press push; push shove; hit strike;
	strike beat; touch feel; notice see hear; realise notice; spot notice place; spot passage; passage place spot; fragment passage; hear notice;
	sing voice; sheet page; page leaf; lesson class session; session lesson practice; term semester; vacation holiday break; break holiday;
	bank holiday; weekend saturday sunday; weekday day; noon midday; lunchtime midday noon; evening night; dawn morning; today day;
	purchase buy; buy get; sell offer; rent hire lease; lease hire; lend hire loan; borrow hire loan; owe pay due; due payable owe; settle pay;
	bill charge; charge cost; refund return repay; repay return; expense cost; income earn salary wage; earn income; salary income;
	wealthy rich; poor low; afford pay; contribution donation; donate give; donation gift; grant bursary; aid bursary; fund money;
	sibling brother sister; mother parent; father parent; mum parent; dad parent; guardian parent carer; carer guardian; relative family;
	toddler child; baby child; teen teenager; gifted talent; talent gift ability; ability skill; skilled able; beginner new novice; expert advanced;
	advanced experienced; experienced skilled; address place household; household home; live reside; reside stay; neighbour next;
	nearby near close; far distant; remote online distant; virtual online; screen display; device computer phone tablet; laptop computer;
	link address; click press select; tap press; type enter write; enter write join; login sign; password code; code number; account profile;
	profile account; file document; document paper; paper sheet; download get; save keep store; store archive; archive keep; automatic self;
	noise sound; echo reverberation; loud noisy; silent quiet; silence quiet; hush quiet; clear plain distinct; muddy unclear blur; blur muddy unclear;
	dull dark; sharp pointed; smooth even connect; connect link join; attach connect add; detach separate; separate apart split; apart away distance;
	apart separate; gap space interval; space room gap; crowd people; guest visitor; visitor guest; newcomer new beginner; member participant;
	participant player member; performer participant; accompanist pianist; pianist accompanist player; conductor leader director; leader head;
	principal head; director head; manager head; reception office desk; secretary office; desk table; hall room; venue place hall; stage platform;
	church chapel; lobby entrance; corridor hallway; toilet restroom; lift elevator; stair step; ramp slope; wheelchair chair; car vehicle; park leave;
	dress clothes wear outfit; outfit clothes; wear put; formal smart; informal relaxed casual; relaxed informal easy; casual informal;
	programme plan; schedule timetable plan; timetable schedule; agenda programme; deadline date close; due deadline; apply application request;
	application form request; request ask wish; wish want; demand require ask; consent permission; permission consent allow; authorise permit;
	approve agree accept; accept approve agree; refuse reject deny decline; object refuse; disagree differ; differ vary disagree; argue dispute;
	matter concern; concern worry; issue problem matter; complaint concern; danger risk; risk danger; dangerous risky unsafe; harm damage hurt; damage harm break;
	injure hurt harm; protect guard save; guard protect; safe secure; emergency urgent; urgent quick pressing; police authority;
	doctor physician; medicine drug; illness disease; fit well healthy; poorly ill unwell sick; weak poor; tired weary exhausted; tiring exhausting hard;
	exhausting tiring; rest relax; relax rest loose; tense tight stiff; stiff rigid tense; ache hurt; breathe breath; heartbeat heart; race fast;
	hurry rush speed fast; rush hurry; drag slow; delay late lag; lag delay; postpone move delay; reschedule move; prompt quick; punctual time;
	sudden abrupt; abrupt sudden; instant moment; gradually bit; bit little; slight small; tiny small; huge large big; enormous large; tall high;
	broad wide; deep low; shallow low; thick heavy; thin light; round circle; straight direct; bent curve; curved bent; corner edge; edge end side;
	side edge; middle centre; centre middle; half middle; border edge; outline shape; shape form; structure form; pattern shape; design plan form;
	sample example; example instance sample; copy duplicate; duplicate double; identical same; alike similar same; equal same; equivalent same equal;
	double twice; twice double; triple three; single one sole; sole one; multiple several many; numerous many; plenty many enough; enough sufficient plenty;
	sufficient enough; scarce rare few; shortage lack; maximum most limit; minimum least; limit most maximum; bound limit; cap limit maximum;
	beyond past more; past over; exceed beyond more; surpass exceed; threshold limit below; guess estimate; estimate guess; measure count; calculate count;
	total sum whole; sum total; average mean; ordinary normal; regular usual steady; steady regular even constant; constant steady; stable steady;
	odd strange unusual; strange odd unusual; curious interested; keen eager interested; eager keen; glad happy; joy pleasure fun; fun joy enjoy;
	sad unhappy; angry upset; upset trouble; scared afraid; brave dare; dare risk; courage confidence; confidence trust; trust rely believe; rely depend;
	depend rest; decide judge; judge decide assess; assess judge evaluate; verify confirm; confirm verify; prove show; evidence proof; proof evidence;
	declare state; announce tell state; promise guarantee; guarantee promise ensure; ensure make; suggest recommend propose; propose suggest; recommend advise suggest;
	advise recommend; warn tell; remind reminder tell; reminder note; memory remember; remember recall memory; recall remember; memorise memory heart learn;
	understand grasp; grasp understand; learn study; study learn practise; teach instruct; instruct tell teach; train practise teach; practise work play;
	work practise; rehearse practise; revise repeat; repeat again; redo repeat; retry repeat; attempt try; go try turn; goal wish; succeed achieve manage; manage can handle;
	able can; capable able; skill able; impossible cannot; unable cannot; forbid ban prohibit; ban forbid prohibit; prohibit forbid; allow permit let may;
	welcome allow invite; invite welcome ask; eligible qualify; qualify eligible; entitle right eligible; duty must; compulsory must obligatory; obligatory compulsory must;
	optional voluntary choice; voluntary optional free choice; choice option; option choice; alternative other option; instead replace; substitute replacement;
	replacement substitute; cover replace; drop off; deliver bring send; fetch collect bring; collect gather fetch; gather collect; distribute share hand;
	hand give; present give; gift present; carry bear hold; bear carry; support carry; lean rest; stand upright; upright stand; sit seat; lie flat;
	bend lean; lift raise; lower down; sink fall; climb rise; jump leap; leap jump; skip jump; slide glide; roll turn; rotate turn; twist turn; spin turn;
	shake tremble; tremble shake; swing sway; march walk; walk go step; run rush; stroll walk; dance move; clap hand; wave sign; nod agree; smile laugh
`;

const SYNONYMS = new Map<string, Set<string>>();
for (const group of GROUPS.trim().split(/;\s*/u)) {
	const members = group.split(' ').map(stem);
	for (const one of members) {
		const others = SYNONYMS.get(one) ?? new Set<string>();
		for (const other of members) if (other !== one) others.add(other);
		SYNONYMS.set(one, others);
	}
}
const COMPARED = /(?:er|est)$/u;
const NONE: ReadonlySet<string> = new Set();

/** Stems that may stand in a source for this one: everyday words, and the search's own lexicon. */
export function likeStems(wordStem: string): Iterable<string> {
	return new Set([...synonymsOf(wordStem), ...similarStems(wordStem)]);
}

export function synonymsOf(wordStem: string): ReadonlySet<string> {
	const known = SYNONYMS.get(wordStem);
	if (known !== undefined || !COMPARED.test(wordStem)) return known ?? NONE;
	// "Faster" for "quicker", and "later" of what is late.
	const base = wordStem.replace(COMPARED, '');
	const ending = wordStem.slice(base.length);
	const found = new Set([
		base,
		`${base}e`,
		...[...(SYNONYMS.get(base) ?? NONE)].map((one) => stem(one + ending))
	]);
	SYNONYMS.set(wordStem, found);
	return found;
}
