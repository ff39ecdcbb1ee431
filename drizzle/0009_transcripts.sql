CREATE TABLE `answer_documents` (
	`message_id` text PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL,
	`person_id` text NOT NULL,
	`document_id` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`document_id`) REFERENCES `knowledge_documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `answer_documents_document` ON `answer_documents` (`document_id`);--> statement-breakpoint
CREATE INDEX `answer_documents_person` ON `answer_documents` (`person_id`);--> statement-breakpoint
CREATE TABLE `conversation_facts` (
	`conversation_id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`status` text NOT NULL,
	`channel` text NOT NULL,
	`language` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	`lowest_sentiment` real,
	`lowest_confidence` real,
	`last_intent` text,
	`last_turn_seq` integer DEFAULT 0 NOT NULL,
	`was_refused` integer DEFAULT false NOT NULL,
	`had_handover` integer DEFAULT false NOT NULL,
	`is_rated_up` integer DEFAULT false NOT NULL,
	`is_rated_down` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX `conversation_facts_listing` ON `conversation_facts` (`updated_at`,`conversation_id`,`deleted_at`,`status`,`channel`,`language`,`lowest_sentiment`,`lowest_confidence`,`was_refused`,`had_handover`,`is_rated_up`,`is_rated_down`);--> statement-breakpoint
CREATE INDEX `conversation_facts_person` ON `conversation_facts` (`person_id`);--> statement-breakpoint
CREATE TABLE `conversation_labels` (
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`conversation_id` text NOT NULL,
	`person_id` text NOT NULL,
	PRIMARY KEY(`kind`, `value`, `conversation_id`)
);
--> statement-breakpoint
CREATE INDEX `conversation_labels_conversation` ON `conversation_labels` (`conversation_id`);--> statement-breakpoint
CREATE INDEX `conversation_labels_person` ON `conversation_labels` (`person_id`);--> statement-breakpoint
CREATE TABLE `transcript_bookmarks` (
	`agent_id` text NOT NULL,
	`conversation_id` text NOT NULL,
	`person_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`agent_id`, `conversation_id`)
);
--> statement-breakpoint
CREATE INDEX `transcript_bookmarks_conversation` ON `transcript_bookmarks` (`conversation_id`);--> statement-breakpoint
CREATE INDEX `transcript_bookmarks_person` ON `transcript_bookmarks` (`person_id`);--> statement-breakpoint
CREATE TABLE `transcript_tags` (
	`conversation_id` text NOT NULL,
	`folded` text NOT NULL,
	`tag` text NOT NULL,
	`person_id` text NOT NULL,
	`added_by` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`conversation_id`, `folded`)
);
--> statement-breakpoint
CREATE INDEX `transcript_tags_folded` ON `transcript_tags` (`folded`,`conversation_id`);--> statement-breakpoint
CREATE INDEX `transcript_tags_person` ON `transcript_tags` (`person_id`);--> statement-breakpoint
CREATE TABLE `transcript_unmaskings` (
	`id` text PRIMARY KEY NOT NULL,
	`conversation_id` text NOT NULL,
	`person_id` text NOT NULL,
	`agent_id` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `transcript_unmaskings_conversation` ON `transcript_unmaskings` (`conversation_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `transcript_unmaskings_person` ON `transcript_unmaskings` (`person_id`);