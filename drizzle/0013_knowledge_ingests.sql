CREATE TABLE `knowledge_ingests` (
	`id` text PRIMARY KEY NOT NULL,
	`document_id` text NOT NULL,
	`name` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`tags` text,
	`audience` text,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`pages_done` integer NOT NULL,
	`pages_total` integer NOT NULL,
	`chunks_done` integer NOT NULL,
	`chunks_total` integer NOT NULL,
	`outcome` text,
	`problem` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `knowledge_ingests_created` ON `knowledge_ingests` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `knowledge_ingests_document` ON `knowledge_ingests` (`document_id`);--> statement-breakpoint
CREATE TABLE `knowledge_sites` (
	`id` text PRIMARY KEY NOT NULL,
	`address` text NOT NULL,
	`tags` text,
	`audience` text,
	`read_at` integer,
	`problem` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `knowledge_sites_address_unique` ON `knowledge_sites` (`address`);--> statement-breakpoint
CREATE TABLE `knowledge_web_pages` (
	`address` text PRIMARY KEY NOT NULL,
	`site_id` text,
	`document_id` text,
	`status` text NOT NULL,
	`etag` text,
	`last_modified` text,
	`failures` integer NOT NULL,
	`problem` text,
	`due_at` integer NOT NULL,
	`read_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`site_id`) REFERENCES `knowledge_sites`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `knowledge_web_pages_due` ON `knowledge_web_pages` (`due_at`);--> statement-breakpoint
CREATE INDEX `knowledge_web_pages_site` ON `knowledge_web_pages` (`site_id`);--> statement-breakpoint
CREATE INDEX `knowledge_web_pages_document` ON `knowledge_web_pages` (`document_id`);--> statement-breakpoint
ALTER TABLE `knowledge_documents` ADD `page_count` integer;