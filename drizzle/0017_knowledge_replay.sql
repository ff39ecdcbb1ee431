CREATE TABLE `knowledge_replay_questions` (
	`replay_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	`question_id` text NOT NULL,
	`asked` integer NOT NULL,
	`verdict` text,
	`outcome` text,
	PRIMARY KEY(`replay_id`, `ordinal`),
	FOREIGN KEY (`replay_id`) REFERENCES `knowledge_replays`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`question_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `knowledge_replay_questions_message` ON `knowledge_replay_questions` (`question_id`);--> statement-breakpoint
CREATE TABLE `knowledge_replays` (
	`id` text PRIMARY KEY NOT NULL,
	`document_id` text NOT NULL,
	`kind` text NOT NULL,
	`base_revision` text NOT NULL,
	`base_title` text NOT NULL,
	`revision` text,
	`title` text,
	`text` text,
	`status` text NOT NULL,
	`is_chosen` integer NOT NULL,
	`questions_done` integer NOT NULL,
	`questions_total` integer NOT NULL,
	`problem` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`document_id`) REFERENCES `knowledge_documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `knowledge_replays_document` ON `knowledge_replays` (`document_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `knowledge_replays_updated` ON `knowledge_replays` (`updated_at`);