CREATE TABLE `analysis_results` (
	`recording_id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`provider` text NOT NULL,
	`model_version` text NOT NULL,
	`summary` text NOT NULL,
	`analysed_at` integer NOT NULL,
	FOREIGN KEY (`recording_id`) REFERENCES `recordings`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `analysis_results_person` ON `analysis_results` (`person_id`);--> statement-breakpoint
CREATE TABLE `guardian_consents` (
	`id` text PRIMARY KEY NOT NULL,
	`student_id` text NOT NULL,
	`guardian_name` text NOT NULL,
	`guardian_email` text NOT NULL,
	`relation` text NOT NULL,
	`wording` text NOT NULL,
	`recorded_by` text,
	`granted_at` integer NOT NULL,
	`withdrawn_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `guardian_consents_in_force` ON `guardian_consents` (`student_id`) WHERE withdrawn_at IS NULL;--> statement-breakpoint
CREATE TABLE `recording_feedback` (
	`id` text PRIMARY KEY NOT NULL,
	`recording_id` text NOT NULL,
	`person_id` text NOT NULL,
	`requested_by` text,
	`client_key` text NOT NULL,
	`model_version` text NOT NULL,
	`content` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`recording_id`) REFERENCES `recordings`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recording_feedback_client_key` ON `recording_feedback` (`recording_id`,`client_key`);--> statement-breakpoint
CREATE INDEX `recording_feedback_person` ON `recording_feedback` (`person_id`);--> statement-breakpoint
CREATE TABLE `recording_notes` (
	`id` text PRIMARY KEY NOT NULL,
	`recording_id` text NOT NULL,
	`person_id` text NOT NULL,
	`author_id` text,
	`owner_id` text,
	`client_key` text NOT NULL,
	`start_seconds` real NOT NULL,
	`end_seconds` real NOT NULL,
	`text` text NOT NULL,
	`memo_container` text,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`recording_id`) REFERENCES `recordings`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recording_notes_client_key` ON `recording_notes` (`recording_id`,`client_key`);--> statement-breakpoint
CREATE INDEX `recording_notes_person` ON `recording_notes` (`person_id`);--> statement-breakpoint
CREATE INDEX `recording_notes_owner` ON `recording_notes` (`owner_id`,`state`);--> statement-breakpoint
CREATE TABLE `recording_shares` (
	`id` text PRIMARY KEY NOT NULL,
	`recording_id` text NOT NULL,
	`person_id` text NOT NULL,
	`created_by` text,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`recording_id`) REFERENCES `recordings`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recording_shares_token_hash_unique` ON `recording_shares` (`token_hash`);--> statement-breakpoint
CREATE INDEX `recording_shares_recording` ON `recording_shares` (`recording_id`);--> statement-breakpoint
CREATE INDEX `recording_shares_person` ON `recording_shares` (`person_id`);--> statement-breakpoint
CREATE TABLE `recording_uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`recording_id` text NOT NULL,
	`person_id` text NOT NULL,
	`uploaded_by` text NOT NULL,
	`client_key` text NOT NULL,
	`kind` text NOT NULL,
	`transport` text NOT NULL,
	`details` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`multipart_id` text,
	`parts` text DEFAULT '[]' NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recording_uploads_client_key` ON `recording_uploads` (`uploaded_by`,`client_key`,`kind`);--> statement-breakpoint
CREATE INDEX `recording_uploads_expiry` ON `recording_uploads` (`expires_at`);--> statement-breakpoint
CREATE TABLE `recordings` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`uploaded_by` text,
	`client_key` text NOT NULL,
	`status` text NOT NULL,
	`failure_code` text,
	`title` text NOT NULL,
	`piece` text,
	`composer` text,
	`instrument` text,
	`notes` text,
	`tags` text DEFAULT '[]' NOT NULL,
	`file_name` text NOT NULL,
	`container` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`sha256` text,
	`duration_seconds` real,
	`has_sound` integer DEFAULT false NOT NULL,
	`played_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recordings_client_key` ON `recordings` (`uploaded_by`,`client_key`);--> statement-breakpoint
CREATE INDEX `recordings_person` ON `recordings` (`person_id`,`played_at`);--> statement-breakpoint
CREATE INDEX `recordings_status` ON `recordings` (`status`,`updated_at`);--> statement-breakpoint
CREATE TABLE `student_links` (
	`id` text PRIMARY KEY NOT NULL,
	`teacher_id` text NOT NULL,
	`student_id` text,
	`email` text NOT NULL,
	`student_name` text NOT NULL,
	`is_minor` integer DEFAULT false NOT NULL,
	`token_hash` text,
	`expires_at` integer NOT NULL,
	`accepted_at` integer,
	`ended_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `student_links_token_hash_unique` ON `student_links` (`token_hash`);--> statement-breakpoint
CREATE INDEX `student_links_teacher` ON `student_links` (`teacher_id`,`ended_at`);--> statement-breakpoint
CREATE INDEX `student_links_student` ON `student_links` (`student_id`,`ended_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `student_links_pair` ON `student_links` (`teacher_id`,`student_id`) WHERE ended_at IS NULL AND student_id IS NOT NULL;