CREATE TABLE `user_contexts` (
	`conversation_id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`summary` text NOT NULL,
	`active_topics` text NOT NULL,
	`resolved_issues` text NOT NULL,
	`open_question` text,
	`sentiment` real NOT NULL,
	`tried` text NOT NULL,
	`message_count` integer NOT NULL,
	`last_summary_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `user_contexts_person` ON `user_contexts` (`person_id`,`last_summary_at`);--> statement-breakpoint
CREATE INDEX `user_contexts_expires` ON `user_contexts` (`expires_at`);