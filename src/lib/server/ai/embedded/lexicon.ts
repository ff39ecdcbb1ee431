// Words of like meaning, for retrieval: what a visitor may say, and what a text may say instead. General English, the business of a
// school, and music as it is taught; written by hand, taken from no collection. Groups are small on purpose: a word in a large group
// says nothing. The embedder's vectors depend on this list: change its model id with it (a test holds a sample of vectors).
import { stem } from '#lib/shared/text/terms.ts';

const GROUPS = `
practise practice rehearse practising
enrol enroll join register signup subscribe
organise organize arrange
colour color
centre center
programme program
cheque check
theatre theater
licence license
favourite favorite
metre meter
aeroplane airplane aircraft plane
behaviour behavior
analyse analyze analysis examine
fee price cost charge tuition rate
pay payment invoice bill
expensive dear costly
cheap inexpensive affordable
refund reimburse reimbursement repay
discount reduction concession reduced
bursary scholarship grant assistance
cancel call-off annul
miss absence absent attend
reschedule move postpone rearrange makeup
late delay overdue
early beforehand advance
lesson class session tuition
teacher tutor instructor
student pupil learner
child kid son daughter children
parent guardian mother father mum dad
adult grown-up mature
beginner novice starter new
trial taster introductory
term semester
holiday vacation break
timetable schedule calendar
open hours opening
shut close closed
address location where find
park parking car
bus train transport
wheelchair accessible access disability disabled lift
phone telephone ring call number
email mail e-mail
contact reach
reply respond answer response
complain complaint unhappy grievance
hire rent rental borrow loan lend
buy purchase
sell sale
repair fix mend broken damage damaged
insure insurance
deposit downpayment
own ownership
instrument violin piano guitar
piano keyboard
voice singing vocal sing singer
drum percussion
exam examination test grade
certificate diploma
recital concert performance gig show
audience spectator viewer
stage platform
perform play
record recording tape
film video camera
microphone mic
upload submit send
file document attachment
format type extension
size big large limit
megabyte mb
password passcode credential
login signin log
account profile
delete remove erase deletion
keep retain store retention
privacy confidential private data
share show disclose
photo photograph picture image
consent permission permit allow agree
forbid prohibit ban forbidden disallow
safe safeguarding safety protection
ill sick illness unwell
injury hurt pain ache
age old years
duration long length minutes
start begin commence beginning
end finish conclude stop
change switch swap replace
choose select pick
leave quit withdraw
need require must necessary
should ought recommend advise
want wish desire
help assist support aid
explain describe define
show demonstrate display
difference differ distinguish contrast different
same identical equal equivalent
similar alike akin
begin open
make create build form
contain include comprise consist
use employ utilise apply
increase raise grow rise
decrease reduce lower fall
fast quick rapid speed
slow slowly gradual
easy simple straightforward
hard difficult tough challenging
important essential crucial vital
common usual typical normal
rare unusual uncommon
main primary principal chief
second secondary
first initial opening
last final closing
whole entire complete full
part section portion segment
half halves
double twice two
triple three
quadruple four
each every
before prior preceding
after following subsequent
above over upper higher
below under beneath lower
up upward ascend rise ascending
down downward descend fall descending
near close adjacent neighbouring
name call term label
symbol sign notation mark
kind type sort category class
rule guideline principle law
reason cause why
result effect outcome consequence
way method manner approach technique
goal aim purpose objective
problem issue trouble difficulty
mistake error wrong
correct right proper
calculate compute determine
measure bar
note pitch tone
key tonality
tonic home
dominant fifth
subdominant fourth
chord harmony triad
major happy
minor sad
sharp raise sharpen sharpened
flat lower flatten flattened
accidental sharp flat natural
interval distance
semitone halfstep
step stepwise conjunct
leap skip jump disjunct
melody tune theme line
rhythm beat pulse
tempo speed pace
syncopation offbeat
upbeat anacrusis pickup
downbeat strong
accent stress emphasis
loud forte volume dynamic
soft quiet piano
crescendo louder
slur legato
staccato short detached
rest silence pause
repeat again repetition
phrase sentence
cadence ending close
suspension delay
dissonance dissonant clash
consonance consonant stable
inversion invert inverted upside
bass bottom lowest
soprano top highest
song piece work composition
verse stanza
chorus refrain hook
bridge middle
lyrics words text
composer writer author
improvise improvisation
scale mode
transpose transposition
tie tied
warm warmup
memorise memorize memory heart
sightread sightreading
posture position
finger fingering
nervous nerves anxiety anxious stagefright
metronome click
tuner tune tuning
string bow
`
	.trim()
	.split('\n')
	.map((line) => [...new Set(line.split(' ').map(stem))]);

const SYNONYMS = new Map<string, Set<string>>();
for (const group of GROUPS)
	for (const word of group) {
		const known = SYNONYMS.get(word) ?? new Set();
		for (const other of group) if (other !== word) known.add(other);
		SYNONYMS.set(word, known);
	}

const NONE: ReadonlySet<string> = new Set();

/** Stems that may stand in a text for this one; never the stem itself. */
export function similarStems(wordStem: string): ReadonlySet<string> {
	return SYNONYMS.get(wordStem) ?? NONE;
}
