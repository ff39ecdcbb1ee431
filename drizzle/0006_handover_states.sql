ALTER TABLE `handover_requests` ADD `origin` text DEFAULT 'model' NOT NULL;--> statement-breakpoint
ALTER TABLE `handover_requests` ADD `agent_id` text;--> statement-breakpoint
ALTER TABLE `handover_requests` ADD `taken_at` integer;--> statement-breakpoint
ALTER TABLE `handover_requests` ADD `answered_at` integer;--> statement-breakpoint
ALTER TABLE `handover_requests` ADD `closed_at` integer;--> statement-breakpoint
ALTER TABLE `handover_requests` ADD `outcome` text;--> statement-breakpoint
CREATE INDEX `handover_requests_status` ON `handover_requests` (`status`,`created_at`);