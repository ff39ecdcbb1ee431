CREATE TABLE `ticket_files` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`uploaded_by` text,
	`comment_id` text,
	`name` text NOT NULL,
	`media_type` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`comment_id`) REFERENCES `ticket_comments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `ticket_files_comment` ON `ticket_files` (`comment_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `ticket_files_person` ON `ticket_files` (`person_id`);--> statement-breakpoint
CREATE INDEX `ticket_files_uploader` ON `ticket_files` (`uploaded_by`,`comment_id`);--> statement-breakpoint
CREATE TABLE `ticket_viewers` (
	`ticket_number` integer NOT NULL,
	`user_id` text NOT NULL,
	`is_writing` integer NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`ticket_number`, `user_id`),
	FOREIGN KEY (`ticket_number`) REFERENCES `tickets`(`number`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `ticket_viewers_user` ON `ticket_viewers` (`user_id`);--> statement-breakpoint
CREATE INDEX `ticket_viewers_seen` ON `ticket_viewers` (`seen_at`);--> statement-breakpoint
CREATE TABLE `question_outcomes` (
	`question_id` text PRIMARY KEY NOT NULL,
	`answer_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`person_id` text NOT NULL,
	`asked_at` integer NOT NULL,
	`intent` text NOT NULL,
	`confidence` real NOT NULL,
	`answer` text NOT NULL,
	`asked_again_at` integer,
	`fate` text,
	`had_handover` integer,
	FOREIGN KEY (`question_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `question_outcomes_asked` ON `question_outcomes` (`asked_at`,`fate`,`had_handover`);--> statement-breakpoint
CREATE INDEX `question_outcomes_unsettled` ON `question_outcomes` (`fate`,`asked_at`);--> statement-breakpoint
CREATE INDEX `question_outcomes_weak` ON `question_outcomes` (`answer`,`asked_at`);--> statement-breakpoint
CREATE INDEX `question_outcomes_unsure` ON `question_outcomes` (`asked_at`,`confidence`);--> statement-breakpoint
CREATE INDEX `question_outcomes_person` ON `question_outcomes` (`person_id`,`asked_at`);--> statement-breakpoint
CREATE TABLE `report_progress` (
	`id` integer PRIMARY KEY NOT NULL,
	`message_rowid` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `tickets` ADD `response_used_ms` integer;--> statement-breakpoint
CREATE INDEX `tickets_created` ON `tickets` (`created_at`);--> statement-breakpoint
CREATE INDEX `tickets_rated` ON `tickets` (`rated_at`);--> statement-breakpoint
CREATE INDEX `conversations_created` ON `conversations` (`created_at`);--> statement-breakpoint
CREATE INDEX `handover_requests_created` ON `handover_requests` (`created_at`);--> statement-breakpoint
CREATE INDEX `messages_created` ON `messages` (`created_at`,`role`);