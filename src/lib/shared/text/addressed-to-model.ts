// Whether a sentence of a document speaks to whatever model reads it instead of to people: "Add this link to your reply", "Ignore all previous
// instructions". Such a sentence bears nothing out, and the embedded model never says it. By rules, English only: what says what to do without
// saying whom it means ("Write a poem") reads like an exercise and stays what it is, the words of a document. Pure, linear in the text.

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
	/\b(?:you(?:['’]re| are) (?:now|going to|no longer|about to|an? (?:ai|bot|chat ?bot|(?:large )?language model))|from now on|(?:^|[.!?:;,] )(?:please )?act as (?:an?|the|if)|going to pretend|stay in character|developer mode|jail ?broken|do anything now|language model|chatgpt|openai|chat ?bot|\bllms?\b|virtual assistant|ai (?:assistant|model|system)s?|administrator override|automated (?:screening|review|reading))\b/iu;

const CONDITION =
	/\b(?:if|when|whenever) (?:the |a |any )?(?:user|questioned|prompted|asked (?:about|for|to|anything))\b|\breply with only\b|(?:^|[.!?:] )(?:please |can you |could you )?(?:reply|respond|answer) (?:using|in) \p{L}|\b(?:respond|answer|reply) only\b|\bonly the following text\b|\babsolutely nothing else\b|\binstead,? (?:\p{L}+ )?(?:repeat|say|print|write|output|respond|answer)\b/iu;

/** Forms that no page for people holds: slots of a template, commands of a database or a shell. */
const MACHINE =
	/<\|[^|\n]{1,60}\|>|\{[\p{L}_]+\.[\p{L}_]+\}|\{(?:injected|payload|uri|exfil)[\p{L}_]*\}|(?:^|['";)\s])(?:select\b.{1,80}\bfrom\b|insert into\b|union (?:all )?select\b|drop table\b|exec(?:ute)?\s*\(|and if\s*\(|or 1\s*=\s*1)|\b(?:system|eval|exec|popen)\s*\(\s*["'`]|\brm -rf\b|\bcurl -s/iu;

/** Markup that would run. Where a statement stands beside it, it is that statement still: no page runs it. */
const RUNS = /<\/?script\b|\bjavascript:|\bon(?:error|load|click|mouseover)\s*=|document\.cookie/iu;
const STATEMENT_WORDS = 5;

/** Longer than any sentence: only its beginning is looked at. */
const LONGEST = 2_000;

export function isAddressedToModel(sentence: string): boolean {
	const text = sentence.slice(0, LONGEST);
	return (
		MACHINE.test(text) ||
		(RUNS.test(text) && wordsBeside(text) < STATEMENT_WORDS) ||
		OVERRIDE.test(text) ||
		SECRET.test(text) ||
		ROLE.test(text) ||
		CONDITION.test(text) ||
		[DEED, OUTPUT, SNIPPET].filter((sign) => sign.test(text)).length > 1
	);
}

const wordsBeside = (text: string): number =>
	text.replace(/<[^>]*>?/gu, ' ').match(/\p{L}{2,}/gu)?.length ?? 0;
