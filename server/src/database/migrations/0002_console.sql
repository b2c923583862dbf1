CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `account_person` ON `account` (`user_id`);--> statement-breakpoint
CREATE TABLE `audit_event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`person_id` text,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`department_id` integer,
	`detail` text
);
--> statement-breakpoint
CREATE INDEX `audit_event_at` ON `audit_event` (`at`);--> statement-breakpoint
CREATE TABLE `comment_mark` (
	`id` integer PRIMARY KEY NOT NULL,
	`response_id` text NOT NULL,
	`kind` text NOT NULL,
	`reason` text NOT NULL,
	`marked_at` integer NOT NULL,
	`marked_by` text NOT NULL,
	`lifted_at` integer,
	`lifted_by` text,
	FOREIGN KEY (`marked_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`lifted_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `comment_mark_response` ON `comment_mark` (`response_id`);--> statement-breakpoint
CREATE TABLE `employee` (
	`id` integer PRIMARY KEY NOT NULL,
	`region_id` integer NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`supervisor_name` text,
	`supervisor_email` text,
	`code` text NOT NULL,
	`left_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`region_id`) REFERENCES `region`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `employee_code_unique` ON `employee` (`code`);--> statement-breakpoint
CREATE INDEX `employee_region` ON `employee` (`region_id`);--> statement-breakpoint
CREATE TABLE `erased_response` (
	`id` text PRIMARY KEY NOT NULL,
	`quarter` text NOT NULL,
	`received_at` integer NOT NULL,
	`fingerprint` text NOT NULL,
	`erased_at` integer NOT NULL,
	`reason` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `one_time_link` (
	`sha256` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`person_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `origin_tally` (
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`channel` text NOT NULL,
	`language` text NOT NULL,
	`responses` integer NOT NULL,
	PRIMARY KEY(`region_id`, `quarter`, `channel`, `language`),
	CONSTRAINT "origin_tally_responses" CHECK("origin_tally"."responses" >= 0)
);
--> statement-breakpoint
CREATE TABLE `paper_batch` (
	`id` integer PRIMARY KEY NOT NULL,
	`region_id` integer NOT NULL,
	`person_id` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`region_id`) REFERENCES `region`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `person` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`two_factor_enabled` integer DEFAULT false,
	`left_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `person_email_unique` ON `person` (`email`);--> statement-breakpoint
CREATE TABLE `role_grant` (
	`id` integer PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`role` text NOT NULL,
	`department_id` integer,
	`region_id` integer,
	`granted_at` integer NOT NULL,
	`granted_by` text,
	`ended_at` integer,
	`ended_by` text,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`region_id`) REFERENCES `region`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`granted_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ended_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `role_grant_person` ON `role_grant` (`person_id`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`started_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE TABLE `two_factor` (
	`id` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`backup_codes` text NOT NULL,
	`user_id` text NOT NULL,
	`verified` integer DEFAULT true,
	`failed_verification_count` integer DEFAULT 0,
	`locked_until` integer,
	FOREIGN KEY (`user_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `two_factor_person` ON `two_factor` (`user_id`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);--> statement-breakpoint
ALTER TABLE `department` ADD `contact_name` text;--> statement-breakpoint
ALTER TABLE `department` ADD `contact_email` text;--> statement-breakpoint
ALTER TABLE `region` ADD `successor_id` integer;--> statement-breakpoint
ALTER TABLE `response` ADD `employee_id` integer REFERENCES employee(id);--> statement-breakpoint
ALTER TABLE `response` ADD `paper_date` text;--> statement-breakpoint
ALTER TABLE `response` ADD `batch_id` integer REFERENCES paper_batch(id);--> statement-breakpoint
CREATE INDEX `response_comment` ON `response` (`quarter`,`region_id`) WHERE comment IS NOT NULL;--> statement-breakpoint
CREATE INDEX `response_batch` ON `response` (`batch_id`) WHERE batch_id IS NOT NULL;--> statement-breakpoint
ALTER TABLE `token` ADD `person_id` text REFERENCES person(id);--> statement-breakpoint
ALTER TABLE `token` ADD `scope` text DEFAULT 'responses' NOT NULL;--> statement-breakpoint
ALTER TABLE `token` ADD `department_id` integer REFERENCES department(id);--> statement-breakpoint
ALTER TABLE `token` ADD `revoked_at` integer;--> statement-breakpoint
INSERT INTO origin_tally (region_id, quarter, channel, language, responses)
SELECT region_id, quarter, coalesce(channel, ''), coalesce(language, ''), count(*) FROM response
GROUP BY region_id, quarter, coalesce(channel, ''), coalesce(language, '');
