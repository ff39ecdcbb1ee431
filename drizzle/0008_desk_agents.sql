CREATE TABLE `desk_agents` (
	`user_id` text PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`capacity` integer NOT NULL,
	`skills` text DEFAULT '[]' NOT NULL,
	`last_assigned_at` integer,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `handover_offers` (
	`request_id` text NOT NULL,
	`round` integer NOT NULL,
	`agent_id` text,
	`offered_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	PRIMARY KEY(`request_id`, `round`),
	FOREIGN KEY (`request_id`) REFERENCES `handover_requests`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `handover_offers_agent` ON `handover_offers` (`agent_id`,`ends_at`);--> statement-breakpoint
ALTER TABLE `handover_requests` ADD `ticket_number` integer;