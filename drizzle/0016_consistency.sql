CREATE TABLE `knowledge_comparisons` (
	`document_id` text PRIMARY KEY NOT NULL,
	`revision` text NOT NULL,
	FOREIGN KEY (`document_id`) REFERENCES `knowledge_documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `knowledge_findings` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`a_document_id` text NOT NULL,
	`a_revision` text NOT NULL,
	`a_start` integer NOT NULL,
	`a_end` integer NOT NULL,
	`a_text` text NOT NULL,
	`b_document_id` text NOT NULL,
	`b_revision` text NOT NULL,
	`b_start` integer NOT NULL,
	`b_end` integer NOT NULL,
	`b_text` text NOT NULL,
	`differences` text NOT NULL,
	`is_dismissed` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`a_document_id`) REFERENCES `knowledge_documents`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`b_document_id`) REFERENCES `knowledge_documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `knowledge_findings_shown` ON `knowledge_findings` (`is_dismissed`,`kind`,`created_at`);--> statement-breakpoint
CREATE INDEX `knowledge_findings_a` ON `knowledge_findings` (`a_document_id`);--> statement-breakpoint
CREATE INDEX `knowledge_findings_b` ON `knowledge_findings` (`b_document_id`);