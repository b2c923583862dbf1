CREATE TABLE `restatement` (
	`id` integer PRIMARY KEY NOT NULL,
	`department_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`class` text NOT NULL,
	`reason` text NOT NULL,
	`based_on` text NOT NULL,
	`opened_at` integer NOT NULL,
	`opened_by` text NOT NULL,
	`closed_at` integer,
	`made_version` text,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`based_on`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`opened_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`made_version`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `restatement_open` ON `restatement` (`department_id`,`quarter`) WHERE closed_at IS NULL;--> statement-breakpoint
CREATE TABLE `restatement_change` (
	`id` text PRIMARY KEY NOT NULL,
	`restatement_id` integer NOT NULL,
	`kind` text NOT NULL,
	`response_id` text NOT NULL,
	`content` text,
	`at` integer NOT NULL,
	`person_id` text NOT NULL,
	FOREIGN KEY (`restatement_id`) REFERENCES `restatement`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `restatement_change_once` ON `restatement_change` (`restatement_id`,`response_id`);--> statement-breakpoint
CREATE TABLE `signing_key` (
	`id` text PRIMARY KEY NOT NULL,
	`public_key` text NOT NULL,
	`created_at` integer NOT NULL,
	`retired_at` integer
);
--> statement-breakpoint
CREATE TABLE `step_up` (
	`sha256` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`session_id` text NOT NULL,
	`purpose` text NOT NULL,
	`nonce` text NOT NULL,
	`code_verifier` text NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `submission` (
	`sha256` text PRIMARY KEY NOT NULL,
	`event_id` integer NOT NULL,
	`department_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`snapshot_id` text NOT NULL,
	`previous` text NOT NULL,
	`manifest` text NOT NULL,
	`signature` text NOT NULL,
	`key_id` text NOT NULL,
	`submitted_at` integer NOT NULL,
	FOREIGN KEY (`event_id`) REFERENCES `submission_event`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`key_id`) REFERENCES `signing_key`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `submission_previous` ON `submission` (`department_id`,`previous`);--> statement-breakpoint
CREATE TABLE `submission_event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`department_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`kind` text NOT NULL,
	`snapshot_id` text NOT NULL,
	`at` integer NOT NULL,
	`person_id` text NOT NULL,
	`text` text,
	`position` integer NOT NULL,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`snapshot_id`) REFERENCES `snapshot`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `submission_event_once` ON `submission_event` (`department_id`,`quarter`,`position`);--> statement-breakpoint
CREATE TABLE `submission_reminder` (
	`department_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`department_id`, `quarter`, `kind`),
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `department` ADD `hand_in_after` integer DEFAULT 5 NOT NULL;--> statement-breakpoint
ALTER TABLE `department` ADD `submit_after` integer DEFAULT 10 NOT NULL;--> statement-breakpoint
ALTER TABLE `snapshot` ADD `class` text;