CREATE TABLE `canned_replies` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `canned_replies_title_unique` ON `canned_replies` (`title`);--> statement-breakpoint
CREATE TABLE `ticket_comments` (
	`rowid` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`ticket_id` text NOT NULL,
	`author_id` text,
	`side` text NOT NULL,
	`is_internal` integer NOT NULL,
	`body` text NOT NULL,
	`client_key` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ticket_comments_id_unique` ON `ticket_comments` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `ticket_comments_client_key` ON `ticket_comments` (`ticket_id`,`client_key`);--> statement-breakpoint
CREATE INDEX `ticket_comments_author` ON `ticket_comments` (`author_id`);--> statement-breakpoint
CREATE TABLE `ticket_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`ticket_id` text NOT NULL,
	`event` text NOT NULL,
	`body` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` integer NOT NULL,
	`last_problem` text,
	`dead_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `ticket_deliveries_due` ON `ticket_deliveries` (`dead_at`,`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `ticket_deliveries_ticket` ON `ticket_deliveries` (`ticket_id`);--> statement-breakpoint
CREATE TABLE `ticket_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket_id` text NOT NULL,
	`actor_id` text,
	`side` text NOT NULL,
	`version` integer NOT NULL,
	`field` text NOT NULL,
	`from_value` text,
	`to_value` text,
	`from_assignee_id` text,
	`to_assignee_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `ticket_events_ticket` ON `ticket_events` (`ticket_id`,`version`);--> statement-breakpoint
CREATE INDEX `ticket_events_actor` ON `ticket_events` (`actor_id`);--> statement-breakpoint
CREATE INDEX `ticket_events_from_assignee` ON `ticket_events` (`from_assignee_id`);--> statement-breakpoint
CREATE INDEX `ticket_events_to_assignee` ON `ticket_events` (`to_assignee_id`);--> statement-breakpoint
CREATE TABLE `ticket_filters` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ticket_filters_name` ON `ticket_filters` (`owner_id`,`name`);--> statement-breakpoint
CREATE TABLE `ticket_inbound` (
	`id` text PRIMARY KEY NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `ticket_inbound_received` ON `ticket_inbound` (`received_at`);--> statement-breakpoint
CREATE TABLE `tickets` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`requester_id` text NOT NULL,
	`client_key` text NOT NULL,
	`subject` text NOT NULL,
	`category` text NOT NULL,
	`status` text NOT NULL,
	`priority` text NOT NULL,
	`assignee_id` text,
	`team` text,
	`tags` text DEFAULT '[]' NOT NULL,
	`conversation_id` text,
	`recording_id` text,
	`note_id` text,
	`merged_into` integer,
	`clock_used_ms` integer DEFAULT 0 NOT NULL,
	`clock_runs_since` integer,
	`first_responded_at` integer,
	`response_due_at` integer,
	`resolution_due_at` integer,
	`due_at` integer,
	`solved_at` integer,
	`rating` text,
	`rating_comment` text,
	`rated_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`write_id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_id_unique` ON `tickets` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_client_key` ON `tickets` (`requester_id`,`client_key`);--> statement-breakpoint
CREATE INDEX `tickets_requester` ON `tickets` (`requester_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `tickets_status` ON `tickets` (`status`,`updated_at`);--> statement-breakpoint
CREATE INDEX `tickets_due` ON `tickets` (`due_at`);--> statement-breakpoint
CREATE INDEX `tickets_assignee` ON `tickets` (`assignee_id`,`status`);--> statement-breakpoint
CREATE INDEX `tickets_merged` ON `tickets` (`merged_into`);--> statement-breakpoint
CREATE INDEX `tickets_conversation` ON `tickets` (`conversation_id`);