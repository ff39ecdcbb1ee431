CREATE TABLE `knowledge_gap_questions` (
	`question_id` text PRIMARY KEY NOT NULL,
	`gap_id` text NOT NULL,
	`person_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`reason` text NOT NULL,
	`asked_at` integer NOT NULL,
	FOREIGN KEY (`question_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`gap_id`) REFERENCES `knowledge_gaps`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `knowledge_gap_questions_gap` ON `knowledge_gap_questions` (`gap_id`,`asked_at`);--> statement-breakpoint
CREATE INDEX `knowledge_gap_questions_person` ON `knowledge_gap_questions` (`person_id`);--> statement-breakpoint
CREATE TABLE `knowledge_gaps` (
	`id` text PRIMARY KEY NOT NULL,
	`seed_question_id` text NOT NULL,
	`status` text NOT NULL,
	`document_id` text,
	`checked_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `knowledge_gaps_status` ON `knowledge_gaps` (`status`,`checked_at`);