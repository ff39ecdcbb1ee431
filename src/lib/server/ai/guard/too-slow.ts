/** What an AppError of a model that kept us waiting has as its cause: asking it again would keep the person waiting twice. */
export class TooSlow extends Error {
	override readonly name = 'TooSlow';
}
