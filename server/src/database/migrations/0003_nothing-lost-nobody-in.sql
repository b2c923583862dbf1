CREATE TABLE `exclusion` (
	`id` integer PRIMARY KEY NOT NULL,
	`response_id` text NOT NULL,
	`reason` text NOT NULL,
	`excluded_at` integer NOT NULL,
	`excluded_by` text NOT NULL,
	`restored_at` integer,
	`restored_by` text,
	FOREIGN KEY (`excluded_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`restored_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `exclusion_response` ON `exclusion` (`response_id`);--> statement-breakpoint
CREATE TABLE `job_lease` (
	`job` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `legal_hold` (
	`id` integer PRIMARY KEY NOT NULL,
	`department_id` integer NOT NULL,
	`reason` text NOT NULL,
	`placed_at` integer NOT NULL,
	`placed_by` text NOT NULL,
	`lifted_at` integer,
	`lifted_by` text,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `purged_quarter` (
	`department_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`purged_at` integer NOT NULL,
	PRIMARY KEY(`department_id`, `quarter`),
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `response_flag` (
	`response_id` text NOT NULL,
	`kind` text NOT NULL,
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`flagged_at` integer NOT NULL,
	PRIMARY KEY(`response_id`, `kind`)
);
--> statement-breakpoint
CREATE INDEX `response_flag_quarter` ON `response_flag` (`quarter`,`region_id`,`flagged_at`);--> statement-breakpoint
ALTER TABLE `department` ADD `comment_months` integer DEFAULT 24 NOT NULL;--> statement-breakpoint
ALTER TABLE `department` ADD `rating_months` integer DEFAULT 36 NOT NULL;--> statement-breakpoint
ALTER TABLE `response` ADD `excluded_at` integer;--> statement-breakpoint
CREATE INDEX `response_excluded` ON `response` (`quarter`,`region_id`) WHERE excluded_at IS NOT NULL;