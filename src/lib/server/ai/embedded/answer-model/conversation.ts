// Reads an AI SDK prompt as a conversation: the earlier exchanges, the message to answer now, and what the tools
// returned since that message. Reads text and tool results only; files, reasoning and custom parts are not understood.
import type {
	LanguageModelV4Message,
	LanguageModelV4Prompt,
	LanguageModelV4ToolResultOutput
} from '@ai-sdk/provider';

export type ToolExchange = {
	toolCallId: string;
	toolName: string;
	input: unknown;
	/** Undefined while no result has come. */
	output?: LanguageModelV4ToolResultOutput;
};

export type Conversation = {
	/** The person's earlier messages, oldest first. */
	earlier: string[];
	/** What the assistant said last before the message to answer now. */
	lastReply: string;
	/** The message to answer now. Empty when the prompt holds none. */
	message: string;
	/** Tool calls made since that message, in order. */
	exchanges: ToolExchange[];
	/** Text the model has already said in this turn. */
	saidInTurn: string;
};

export function readConversation(prompt: LanguageModelV4Prompt): Conversation {
	const conversation: Conversation = {
		earlier: [],
		lastReply: '',
		message: '',
		exchanges: [],
		saidInTurn: ''
	};
	let started = false;
	for (const message of prompt) {
		if (message.role === 'system') continue;
		if (message.role === 'user') {
			const text = textOf(message);
			const isContinuation = started && conversation.saidInTurn === '' && conversation.exchanges.length === 0;
			if (isContinuation) {
				// Two messages in a row are one turn: people press return early.
				conversation.message = `${conversation.message}\n${text}`.trim();
			} else {
				if (started) {
					conversation.earlier.push(conversation.message);
					conversation.lastReply = conversation.saidInTurn;
				}
				conversation.message = text;
			}
			conversation.exchanges = [];
			conversation.saidInTurn = '';
			started = true;
			continue;
		}
		readReply(message, conversation);
	}
	return conversation;
}

function readReply(
	message: Extract<LanguageModelV4Message, { role: 'assistant' | 'tool' }>,
	conversation: Conversation
): void {
	for (const part of message.content) {
		if (part.type === 'text') {
			conversation.saidInTurn = `${conversation.saidInTurn} ${part.text}`.trim();
		} else if (part.type === 'tool-call') {
			conversation.exchanges.push({
				toolCallId: part.toolCallId,
				toolName: part.toolName,
				input: part.input
			});
		} else if (part.type === 'tool-result') {
			const known = conversation.exchanges.find((exchange) => exchange.toolCallId === part.toolCallId);
			if (known) known.output = part.output;
			else {
				conversation.exchanges.push({
					toolCallId: part.toolCallId,
					toolName: part.toolName,
					input: undefined,
					output: part.output
				});
			}
		}
	}
}

function textOf(message: Extract<LanguageModelV4Message, { role: 'user' }>): string {
	return message.content
		.map((part) => (part.type === 'text' ? part.text : ''))
		.filter((text) => text !== '')
		.join('\n');
}
