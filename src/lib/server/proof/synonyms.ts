// Everyday words that a writer puts for one another when explaining: beside the search's lexicon, which knows the trade, these are the
// verbs, adjectives and places of plain English. Groups are small, and every member can stand where another stands; written by hand from
// general knowledge of English, taken from no collection. What excludes another word (contrasts.ts) never stands here beside it.
import { stem } from '#lib/shared/text/terms.ts';

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
	test try
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
