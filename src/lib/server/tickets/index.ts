export type { DeskLists } from './desk-lists.ts';
export type { Deliveries } from './external/deliveries.ts';
export type { Inbound } from './external/inbound.ts';
export { SIGNATURE_HEADER } from './external/signature.ts';
export {
	BulkChange,
	ChangeReply,
	ChangeTicket,
	ListTickets,
	MergeTicket,
	NewComment,
	NewFilter,
	NewReply,
	NewTicket,
	Rating,
	TicketLook,
	TicketNumber
} from './forms.ts';
export { createTicketRoom, type TicketRoom } from './room.ts';
export { TARGETS as TICKET_TARGETS } from './sla/clock.ts';
export type { Tickets } from './tickets.ts';
export { createCreateTicketTool, createGetTicketTool, createUpdateTicketTool } from './tools.ts';
