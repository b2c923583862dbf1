CREATE TABLE `heart_quarter` (
	`id` integer PRIMARY KEY NOT NULL,
	`quarter` text NOT NULL,
	`employee_id` integer,
	`team_id` integer,
	`reached_at` integer NOT NULL,
	`celebrated_at` integer,
	`celebrated_by` text,
	FOREIGN KEY (`employee_id`) REFERENCES `employee`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`celebrated_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "heart_quarter_one" CHECK(("heart_quarter"."employee_id" IS NULL) <> ("heart_quarter"."team_id" IS NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `heart_quarter_employee` ON `heart_quarter` (`quarter`,`employee_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `heart_quarter_team` ON `heart_quarter` (`quarter`,`team_id`);--> statement-breakpoint
CREATE TABLE `recognition` (
	`id` integer PRIMARY KEY NOT NULL,
	`response_id` text NOT NULL,
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`stage` text NOT NULL,
	`owner_id` text,
	`due_on` text,
	`opened_at` integer NOT NULL,
	`closed_at` integer,
	`decided_by` text,
	`decided_at` integer,
	`send_id` text,
	`days` integer,
	`team_id` integer,
	`letters` text,
	`cuts` text,
	`line` text,
	`public_decision` text,
	`public_by` text,
	`public_at` integer,
	FOREIGN KEY (`region_id`) REFERENCES `region`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`public_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "recognition_stage" CHECK("recognition"."stage" in ('open', 'dismissed', 'thanked'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recognition_response` ON `recognition` (`response_id`);--> statement-breakpoint
CREATE INDEX `recognition_region` ON `recognition` (`region_id`,`quarter`);--> statement-breakpoint
CREATE TABLE `recognition_link` (
	`sha256` text PRIMARY KEY NOT NULL,
	`recipient_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`recipient_id`) REFERENCES `recognition_recipient`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `recognition_link_recipient` ON `recognition_link` (`recipient_id`);--> statement-breakpoint
CREATE TABLE `recognition_recipient` (
	`id` text PRIMARY KEY NOT NULL,
	`recognition_id` integer NOT NULL,
	`employee_id` integer NOT NULL,
	`shown_as` text,
	`chosen_at` integer,
	FOREIGN KEY (`recognition_id`) REFERENCES `recognition`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`employee_id`) REFERENCES `employee`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `recognition_recipient_employee` ON `recognition_recipient` (`employee_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `recognition_recipient_once` ON `recognition_recipient` (`recognition_id`,`employee_id`);--> statement-breakpoint
CREATE TABLE `team` (
	`id` integer PRIMARY KEY NOT NULL,
	`region_id` integer NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`region_id`) REFERENCES `region`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `team_name` ON `team` (`region_id`,`name`);--> statement-breakpoint
CREATE TABLE `team_member` (
	`team_id` integer NOT NULL,
	`employee_id` integer NOT NULL,
	PRIMARY KEY(`team_id`, `employee_id`),
	FOREIGN KEY (`team_id`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`employee_id`) REFERENCES `employee`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `department` ADD `thanks_sentence` text;--> statement-breakpoint
ALTER TABLE `department` ADD `asks_to_show` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `response` ADD `may_show` integer;