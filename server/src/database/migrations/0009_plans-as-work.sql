CREATE TABLE `plan_action` (
	`id` text PRIMARY KEY NOT NULL,
	`plan_id` integer NOT NULL,
	`text` text NOT NULL,
	`owner_id` text,
	`due_on` text NOT NULL,
	`strength` text NOT NULL,
	`created_at` integer NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`outcome` text,
	`ended_at` integer,
	`ended_by` text,
	FOREIGN KEY (`plan_id`) REFERENCES `action_plan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ended_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `plan_action_plan` ON `plan_action` (`plan_id`);--> statement-breakpoint
CREATE TABLE `plan_check_in` (
	`note_id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `plan_event` (
	`id` integer PRIMARY KEY NOT NULL,
	`plan_id` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`person_id` text NOT NULL,
	`reason` text,
	FOREIGN KEY (`plan_id`) REFERENCES `action_plan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `plan_event_plan` ON `plan_event` (`plan_id`,`id`);--> statement-breakpoint
CREATE TABLE `plan_quote` (
	`plan_id` integer NOT NULL,
	`response_id` text NOT NULL,
	`quoted_at` integer NOT NULL,
	`quoted_by` text NOT NULL,
	PRIMARY KEY(`plan_id`, `response_id`),
	FOREIGN KEY (`plan_id`) REFERENCES `action_plan`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`quoted_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `plan_reminder` (
	`plan_id` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`plan_id`, `kind`),
	FOREIGN KEY (`plan_id`) REFERENCES `action_plan`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `action_plan` ADD `continues` integer REFERENCES action_plan(id);--> statement-breakpoint
ALTER TABLE `action_plan` ADD `version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `action_plan` ADD `cause` text;--> statement-breakpoint
ALTER TABLE `action_plan` ADD `cause_class` text;--> statement-breakpoint
ALTER TABLE `action_plan` ADD `figure` text;--> statement-breakpoint
ALTER TABLE `action_plan` ADD `goal` integer;--> statement-breakpoint
ALTER TABLE `action_plan` ADD `monitor_id` text REFERENCES person(id);--> statement-breakpoint
ALTER TABLE `action_plan` ADD `sent_at` integer;--> statement-breakpoint
ALTER TABLE `action_plan` ADD `sent_by` text REFERENCES person(id);--> statement-breakpoint
ALTER TABLE `action_plan` ADD `agreed_at` integer;--> statement-breakpoint
ALTER TABLE `action_plan` ADD `verdict` text;--> statement-breakpoint
ALTER TABLE `action_plan` ADD `no_verdict_reason` text;--> statement-breakpoint
ALTER TABLE `department` ADD `plans_due_after` integer DEFAULT 20 NOT NULL;