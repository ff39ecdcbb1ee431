// A better title than the beginning of the question, by a small model where the settings name one. Asked for once, behind the first answer:
// nobody waits, and a title that a person gave meanwhile stands.
import { messageText } from '#lib/shared/conversation/message.ts';
import { askSmallModel } from '../ai/index.ts';
import { setTitle } from './changes.ts';
import type { ConversationContext } from './conversation-context.ts';
import type { Turn } from './store/turns.ts';
import { modelTitle, TITLE_INSTRUCTIONS, titlePrompt } from './turn/model-title.ts';

/** The question and its answer. */
const FIRST_MESSAGES = 2;

export function nameConversation(context: ConversationContext, { questionId, answerId }: Turn): void {
	const { store, smallModels, runInBackground } = context;
	const models = smallModels();
	const first = store.record.load();
	const [question, answer] = [questionId, answerId].map((id) => store.messages.byId(id));
	if (models.length === 0 || question === undefined || answer === undefined) return;
	if (first?.titleBy !== 'question' || first.messageCount > FIRST_MESSAGES) return;
	runInBackground('title', write(first.title, messageText(question), messageText(answer)));

	async function write(before: string, asked: string, said: string): Promise<void> {
		const title = await askSmallModel(models, {
			instructions: TITLE_INSTRUCTIONS,
			prompt: titlePrompt(asked, said),
			result: modelTitle(`${asked}\n${said}`)
		});
		const now = store.record.load();
		const isStill = now?.titleBy === 'question' && now.title === before && now.deletedAt === null;
		if (title === undefined || title === before || !isStill) return;
		store.storage.transaction(() => {
			setTitle(context, title, 'question');
			store.schedule.settle();
		});
		context.journal.publish();
		context.project();
	}
}
