// The order of the steps that find somebody for whoever wishes for a person. A ticket first, so that nothing is lost; then, within the
// school's hours, offers to one after the other; then it is left as a ticket. Whoever comes at any time takes the conversation; the ticket
// follows. The workflow keeps the results of steps that ended: their names must be the same in every run.
import type { EscalationWork } from './escalation-work.ts';
import type { Standing } from './wishes.ts';

export interface EscalationSteps {
	/** Tried again for some minutes when it throws; what it throws at the end is thrown on. */
	do<T extends Result>(name: string, work: () => Promise<T>): Promise<T>;
	/** Resolves when something has happened to the wish, or the time is over. */
	wait(name: string, ms: number): Promise<void>;
}

/** What a workflow can keep. */
type Result = string | number | boolean | null | { [name: string]: Result };

const DAY_MS = 24 * 60 * 60_000;
/** Each is a change of the wish, an alarm or a day: more than a conversation that is held can have. */
const MOST_LOOKS = 400;

export async function runEscalation(
	work: EscalationWork,
	requestId: string,
	rounds: number,
	steps: EscalationSteps
): Promise<void> {
	const opened = await steps.do('open the ticket', async () => {
		const found = await work.open(requestId);
		return found === null ? null : { ...found };
	});
	if (opened === null) return;
	const { ticketNumber, isStaffed } = opened;

	const look = (name: string, until?: number) =>
		steps.do(`look: ${name}`, async () => ({ ...(await work.look(requestId, until)) }));
	const quietly = (name: string, doing: () => Promise<void>) =>
		steps.do(name, async () => {
			await doing();
			return null;
		});

	/** Until the offer is over, or something has become of the wish. */
	async function offer(round: number): Promise<Standing | undefined> {
		const made = await steps.do(`offer ${round}`, async () => {
			const offered = await work.offer(requestId, round);
			return offered === null ? null : { ...offered };
		});
		if (made === null) return undefined;
		if (round === 0 && !made.isSomebody) await quietly('tell the desk', () => work.tellDesk(requestId));
		for (let n = 0; n < MOST_LOOKS; n++) {
			const { standing, leftMs } = await look(`offer ${round}, ${n}`, made.endsAt);
			if (standing !== 'waiting' || leftMs === 0) return standing;
			await steps.wait(`offer ${round}, ${n}`, leftMs);
		}
		return 'waiting';
	}

	let standing: Standing | undefined = 'waiting';
	for (let round = 0; isStaffed && round < rounds && standing === 'waiting'; round++)
		standing = await offer(round);

	if (standing === 'waiting') {
		standing = await steps.do('leave it as a ticket', () => work.leaveAsTicket(requestId, ticketNumber));
		if (standing === 'ticketed' && isStaffed)
			await quietly('tell the administrators', () => work.tellAdministrators(requestId, ticketNumber));
		if (standing === 'ticketed') return;
	}

	const noted = new Set<Standing>();
	for (let n = 0; n < MOST_LOOKS; n++) {
		({ standing } = await look(`held, ${n}`));
		if (standing !== 'waiting' && standing !== 'taken' && standing !== 'answered') break;
		if (standing !== 'waiting' && !noted.has(standing)) {
			noted.add(standing);
			const now = standing;
			await quietly(`note: ${now}`, async () => {
				await work.assign(requestId, ticketNumber);
				await work.settle(requestId, ticketNumber, now);
			});
		}
		await steps.wait(`held, ${n}`, DAY_MS);
	}
	const end = standing;
	if (end !== undefined) await quietly('settle the ticket', () => work.settle(requestId, ticketNumber, end));
}
