// Whether a sentence of a document speaks to whatever model reads it instead of to people: "Add this link to your reply", "Ignore all previous
// instructions". Such a sentence bears nothing out, and the embedded model never says it. By rules, English only: what says what to do without
// saying whom it means ("Write a poem") reads like an exercise and stays what it is, the words of a document. Letters that nobody sees, and
// letters of other alphabets that look alike, are read as the letters they imitate. Pure, linear in the text.

/** What a model makes, and nobody else who reads a page. */
const OUTPUT =
	/\b(?:(?:your|the|this|its) (?:\p{L}+ )?(?:response|reply|output|completion|generation|solution|implementation|codebase|algorithm|system design|coding process)s?|your (?:\p{L}+ )?(?:answer(?!s)|message|summary|code|program|script|software|programming|text|writing|content|knowledge cut-?off|training|capabilities)s?)\b(?! (?:sheet|slip|paper|card|form))/iu;

/** What is asked to be done with it. */
const DEED =
	/\b(?:add|append|apply|attach|augment|begin|blend|change|combine|complement|consider|convert|create|deploy|develop|don['’]t (?:forget|hesitate)|do not (?:forget|hesitate)|elevat(?:e|ing)|embed(?:ding)?|employ|encode|encrypt|end|enhance|enlist|enrich|ensure|execute|express|finish|formulate|fuse|harmonize|implement|include|inclusion|incorporat(?:e|ing|ion)|infuse|inject|insert|integrat(?:e|ing|ion)|interweave|introduc(?:e|ing)|leverage|let|make|meld|mention|merge|modify|optimi[sz]e|output|place|present|print|produce|promote|provide|put|recommend|render|repeat|replace|reply|respond|reverse|say|scramble|shift|slip|start|state|substitut(?:e|ion)|suggest|supplement|swap|tell|transform|translate|turn|use|utilize|validate|weav(?:e|ing)|woven|write)\b/iu;

/** The snippet that is to be carried along. */
const SNIPPET =
	/\b(?:following|below|subsequent|given|provided|next) (?:\p{L}+ )?(?:code|script|command|payload|snippet|program|prompt|instruction)s?\b|\bcode (?:block|snippet|section|excerpt|segment|fragment)s?\b/iu;

const OVERRIDE =
	/\b(?:ignore|disregard|forget|override|bypass|discard|neglect|skip|stop following|do not follow|don['’]t follow)\b[^.!?]{0,60}\b(?:instructions?|prompts?|rules|directions?|guidelines?|restrictions?|(?:previous|prior|above|earlier|preceding|other|all) (?:text|info|information|messages?|content)|all info|everything (?:above|before|else)|safeguards?|filters?|polic(?:y|ies))\b/iu;

const SECRET =
	/\b(?:system|hidden|initial|original|secret|internal|developer|base|first|start(?:ing)?|previous|above)[- ](?:\p{L}+ )?(?:prompt|instructions?|message|configuration|config|directives?|text above)\b|\b(?:my|your) (?:\p{L}+ )?(?:instructions|directives|prompt|guidelines|system configuration)\b|\b(?:instructions|prompt|directives) (?:you|that you) (?:were|have been|got|received)\b|\btext above\b|\bsystem configuration\b/iu;

const ROLE =
	/\b(?:you(?:['’]re| are) (?:now (?:an?|the|called|free|acting|my|unrestricted|allowed to|in (?:developer|debug|admin|god|dan))\b|going to (?:act|be|pretend|play the role)|no longer (?:an?|the|bound)|an? (?:ai|bot|chat ?bot|(?:large )?language model))|from now on,? (?:always |only )?(?:you(?:['’]re| are| must| will)|answer|reply|respond|say|speak|act|write|ignore|add|call)|\byou\b[^.!?]{0,40}\bfrom now on|(?:^|[.!?:;,] )(?:please )?act as (?:an?|the|if)|going to pretend|stay in character|developer mode|jail ?broken|do anything now|language model|chatgpt|openai|chat ?bot|\bllms?\b|virtual assistant|ai (?:assistant|model|system)s?|administrator override|automated (?:screening|review|reading))\b/iu;

const CONDITION =
	/\b(?:if|when|whenever) (?:the |a |any )?(?:user\b|(?:questioned|prompted|asked|answering|replying|responding)\b[^.!?]{0,60}\b(?:answer|claim|deny|pretend|recommend|refuse|reply|respond|say|state|tell)\b)|\breply with only\b|(?:^|[.!?:] )(?:please |can you |could you )?(?:reply|respond|answer) (?:using|in) \p{L}|\b(?:respond|answer|reply) only\b|\bonly the following text\b|\babsolutely nothing else\b|\binstead,? (?:\p{L}+ )?(?:repeat|say|print|write|output|respond|answer)\b/iu;

/** Forms that no page for people holds: slots of a template, commands of a database or a shell. */
const MACHINE =
	/<\|[^|\n]{1,60}\|>|\{[\p{L}_]+\.[\p{L}_]+\}|\{(?:injected|payload|uri|exfil)[\p{L}_]*\}|(?:^|['";)\s])(?:select\b.{1,80}\bfrom\b|insert into\b|union (?:all )?select\b|drop table\b|exec(?:ute)?\s*\(|and if\s*\(|or 1\s*=\s*1)|\b(?:system|eval|exec|popen)\s*\(\s*["'`]|\brm -rf\b|\bcurl -s/iu;

/** Whoever reads the page as a machine, called by name. */
const CALLED =
	/(?:^|[.!?:;>"(-]\s{0,3})(?:dear|hey|hi|hello|attention|note to|listen)?,? ?(?:the |any |every |all )?(?:ai|a\.i\.|bot|assistant|chat ?bot|llm|model)s?\s?[,:!]|\b(?:dear|any|every|as an) (?:ai|bot|assistant|chat ?bot|llm)\b|\b(?:ai|bot|chat ?bot|assistant|model)s? (?:must|should|has to|have to|needs? to|is to|shall) (?:\p{L}+ ){0,2}(?:answer|claim|give|mention|praise|recommend|repl|respond|say|tell)/iu;

/** What was laid on the model before, and who laid it on. */
const ORDERS =
	/\b(?:what(?:ever)?|everything|all) (?:that )?you (?:were|have been|had been) (?:told|instructed|ordered|programmed)\b|\b(?:commands?|directions?|guidance|guidelines|limits|orders|prompt|rules|text|instructions?) (?:that )?you (?:were|have been|had been|have|got|are) ?(?:given|got|received|told|shown)?(?= (?:at|before|earlier|in|with|by your|previously|so far|is|are))|\b(?:guidance|instructions|rules|orders|prompt) you received\b|\byour (?:operator|developer|creator|maker|programmer|provider)s?\b|\b(?:new|real|true|actual|updated) (?:instructions|orders|directives?|system message)\b(?= (?:follow|are|is|begin|:)|:)|\byour (?:new|real|true|only) (?:task|role|mission|persona|orders|instructions)\s?:|\b(?:obey|serve|answer as|follow) [^.!?]{0,30}\b(?:author|writer|owner) of this (?:page|document|text|article)\b|\byou (?:have|are under) no (?:rules|restrictions|limits|filters|guidelines)\b|\byou (?:may|can|must|should) now (?:answer|disclose|ignore|reveal|share|tell)\b/iu;

/** Every answer at once: nobody but who answers can do that. */
const EVERY_ANSWER =
	/\b(?:answer|reply to|respond to) (?:every|each|all|any) (?:question|message|request|quer)|\b(?:in|end|begin|start|open|close|finish|with) (?:every|each|all) (?:of )?(?:your |the )?(?:answer|reply|replies|response|sentence)s?\b|\btell (?:every(?:one|body)|any(?:one|body)) who asks\b|\btell the (?:reader|user|visitor)\b/iu;

/** What is said in the chat, carried off; what only the model has seen, shown. */
const CARRIED_OFF =
	/https?:\/\/[^\s)]*[?&][\w-]+=(?:[{<$[]|[A-Z_]{4,}|(?=[)\s"'.]|$))|\bthe (?:person|human|user|visitor) you (?:are|['’]re) (?:talking|speaking|chatting)\b|\b(?:append|copy|encode|forward|include|post|print|put|repeat|send|summari[sz]e|upload)\b[^.!?]{0,60}\b(?:(?:this|the|our) (?:conversation|chat)(?: so far| history| log)|what the (?:student|user|visitor|reader|person) (?:asked|said|typed|wrote))\b|\b(?:everything|all|text|words?)\b[^.!?]{0,24}\b(?:above|before) (?:this|the) (?:passage|line|text|message|document|first question)\b|\b(?:reveal|disclose|leak|divulge)\b[^.!?]{0,40}\b(?:prompt|instructions|private|secrets?|confidential|passwords?|data)\b/u;

/** Tools, called or feigned; a consent that was never given. */
const TOOLS =
	/\b(?:call|invoke|run|execute|trigger|use) (?:the |your )?(?:functions?|tools?|api|plugins?)\b(?= (?:to|with|\p{L}+_)| ["'`])|\bthe (?:tools|functions|plugins) (?:you (?:have|can)|available to you)\b|\bwithout (?:asking|waiting) for (?:a )?(?:confirmation|approval|consent|permission)\b|\b(?:user|reader|visitor|person|student) has (?:already )?(?:confirmed|approved|authori[sz]ed) (?:this|the|that|it)\b|\bin the name of the (?:user|reader|visitor|person)\b/iu;

/** Signs that part a prompt from its data, and lines that speak for somebody in the chat. */
const DELIMITERS =
	/<\/?(?:document|context|system|user|assistant|tool[\w-]*|passage|instructions?|prompt|function[\w-]*)\b[^>\n]{0,40}>|\[\/?(?:INST|SYS|SYSTEM)\]|<<\/?SYS>>|(?:^|\n|[>\])] ?)\W{0,6}(?:system|assistant|human|developer|tool|function|instructions?)(?: message| prompt)?\s?:(?=\s|$)|"(?:role|tool|function|tool_calls?)"\s*:|\bbase64\b|\bdecode\b[^.!?]{0,20}[\w+/]{16,}/iu;
/** A tool's name. */
const NAMED_TOOL =
	/\b(?:create|delete|send|get|search|update|read|write|list|open|close|set|run|fetch|call)_[a-z]+(?:_[a-z]+)*\b/u;
const PARTED =
	/(?:END|BEGIN|START) OF (?:THE )?(?:CONTEXT|DOCUMENTS?|PASSAGES?|PROMPT|INSTRUCTIONS|INPUT|DATA)\b/u;

const PRETENCE =
	/\b(?:pretend|imagine|suppose)\b[^.!?]{0,60}(?:\byou have no (?:rules|limits|restrictions|filters)\b|\band (?:approve|grant|recommend|reveal|tell the)\b)|\bstop being (?:the|an?|this) [^.!?]{0,24}\b(?:assistant|bot|ai|helper)\b/iu;

/** Markup that would run. Where a statement stands beside it, it is that statement still: no page runs it. */
const RUNS = /<\/?script\b|\bjavascript:|\bon(?:error|load|click|mouseover)\s*=|document\.cookie/iu;
const STATEMENT_WORDS = 5;

/** Longer than any sentence: only its beginning is looked at. */
const LONGEST = 2_000;

export function isAddressedToModel(sentence: string): boolean {
	const text = legible(sentence.slice(0, LONGEST));
	return (
		MACHINE.test(text) ||
		(RUNS.test(text) && wordsBeside(text) < STATEMENT_WORDS) ||
		OVERRIDE.test(text) ||
		SECRET.test(text) ||
		ROLE.test(text) ||
		CONDITION.test(text) ||
		[CALLED, ORDERS, EVERY_ANSWER, CARRIED_OFF, TOOLS, DELIMITERS, NAMED_TOOL, PARTED, PRETENCE].some(
			(sign) => sign.test(text)
		) ||
		[DEED, OUTPUT, SNIPPET].filter((sign) => sign.test(text)).length > 1
	);
}

const wordsBeside = (text: string): number =>
	text.replace(/<[^>]*>?/gu, ' ').match(/\p{L}{2,}/gu)?.length ?? 0;

/** Marks of direction, joiners and tags, which take no place on the page. */
const UNSEEN =
	/[\u00ad\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/gu;
const LOOK_ALIKES: Readonly<Record<string, string>> = {
	...{
		а: 'a',
		в: 'b',
		е: 'e',
		к: 'k',
		м: 'm',
		н: 'h',
		о: 'o',
		р: 'p',
		с: 'c',
		т: 't',
		у: 'y',
		х: 'x',
		і: 'i',
		ј: 'j',
		ѕ: 's'
	},
	...{ α: 'a', ε: 'e', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x' }
};
/** A word of two alphabets is written to look like another. */
const MIXED = /[\p{L}]*(?:[a-z][\u0370-\u04ff]|[\u0370-\u04ff][a-z])[\p{L}]*/giu;

function legible(text: string): string {
	if (/^[\x20-\x7e\n\t]*$/u.test(text)) return text;
	return text
		.replace(UNSEEN, '')
		.normalize('NFKC')
		.replace(MIXED, (word) =>
			Array.from(word, (letter) => LOOK_ALIKES[letter.toLowerCase()] ?? letter).join('')
		);
}
