// Everything the model says in its own words, from the message catalogue. Facts never come from here, only from passages.
import { m } from '#lib/paraglide/messages.js';

const locale = { locale: 'en' } as const;

export const phrases = {
	greeting: () => m.answer_greeting({}, locale),
	thanks: () => m.answer_thanks({}, locale),
	noMore: () => m.answer_no_more({}, locale),
	goodbye: () => m.answer_goodbye({}, locale),
	about: () => m.answer_about({}, locale),
	empty: () => m.answer_empty({}, locale),
	unclear: () => m.answer_unclear({}, locale),
	whichTopic: () => m.answer_which_topic({}, locale),
	complaint: () => m.answer_complaint({}, locale),
	offerPerson: () => m.answer_offer_person({}, locale),
	notFound: () => m.answer_not_found({}, locale),
	notFoundAbout: (what: string) => m.answer_not_found_about({ what }, locale),
	partNotFound: (question: string) => m.answer_part_not_found({ question }, locale),
	partSearchFailed: (question: string) => m.answer_part_search_failed({ question }, locale),
	searchFailed: () => m.answer_search_failed({}, locale),
	noSearch: () => m.answer_no_search({}, locale),
	handedOver: () => m.answer_handed_over({}, locale),
	handedOverClosed: (opens: string) => m.answer_handed_over_closed({ opens }, locale),
	handOverFailed: () => m.answer_hand_over_failed({}, locale),
	noHandOver: () => m.answer_no_hand_over({}, locale),
	askTicketMatter: () => m.answer_ticket_ask_matter({}, locale),
	askTicketNumber: () => m.answer_ticket_ask_number({}, locale),
	askTicketChange: (number: number) => m.answer_ticket_ask_change({ number }, locale),
	offerTicket: () => m.answer_ticket_offer({}, locale),
	ticketNotOpened: () => m.answer_ticket_not_opened({}, locale),
	ticketNotChanged: () => m.answer_ticket_not_changed({}, locale),
	noTickets: () => m.answer_no_tickets({}, locale),
	contactSchool: () => m.answer_contact_school({}, locale),
	nothingMore: () => m.answer_continued({}, locale),
	/** "The nearest topics I have are A, B and C." Empty when there is none. */
	nearest: (topics: string[]) => {
		const first = topics[0];
		if (first === undefined) return '';
		if (topics.length === 1) return m.answer_nearest_one({ topic: first }, locale);
		const head = topics.slice(0, -1).join(', ');
		return m.answer_nearest(
			{ topics: `${head} ${m.answer_list_and({}, locale)} ${topics.at(-1) ?? ''}` },
			locale
		);
	}
};
