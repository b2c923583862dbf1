CREATE TABLE `action_plan` (
	`id` integer PRIMARY KEY NOT NULL,
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`stage` text NOT NULL,
	`opened_at` integer NOT NULL,
	`target` integer NOT NULL,
	`opened_on` text NOT NULL,
	`decided_on` text,
	`decided_at` integer,
	`decided_target` integer,
	FOREIGN KEY (`region_id`) REFERENCES `region`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "action_plan_stage" CHECK("action_plan"."stage" in ('watch', 'withdrawn', 'required', 'agreed', 'completed'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `action_plan_region_quarter` ON `action_plan` (`region_id`,`quarter`);--> statement-breakpoint
CREATE TABLE `department` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`zone` text NOT NULL,
	`first_month` integer NOT NULL,
	`target` integer DEFAULT 400 NOT NULL,
	`closes_after` integer DEFAULT 10 NOT NULL,
	`holidays` text,
	`notice` text,
	CONSTRAINT "department_first_month" CHECK("department"."first_month" between 1 and 12)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `department_slug_unique` ON `department` (`slug`);--> statement-breakpoint
CREATE TABLE `rating_tally` (
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`item` text NOT NULL,
	`value` integer NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`region_id`, `quarter`, `item`, `value`),
	CONSTRAINT "rating_tally_n" CHECK("rating_tally"."n" >= 0)
);
--> statement-breakpoint
CREATE TABLE `region` (
	`id` integer PRIMARY KEY NOT NULL,
	`department_id` integer NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`retired_at` integer,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `region_slug_unique` ON `region` (`slug`);--> statement-breakpoint
CREATE TABLE `response` (
	`id` text PRIMARY KEY NOT NULL,
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`received_at` integer NOT NULL,
	`helpfulness` integer,
	`expertise` integer,
	`attentiveness` integer,
	`respect` integer,
	`timeliness` integer,
	`overall` integer,
	`comment` text,
	`language` text,
	`channel` text,
	`wording` integer NOT NULL,
	`fingerprint` text NOT NULL,
	FOREIGN KEY (`region_id`) REFERENCES `region`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "response_helpfulness" CHECK("response"."helpfulness" in (1, 2, 3, 4, 5)),
	CONSTRAINT "response_expertise" CHECK("response"."expertise" in (1, 2, 3, 4, 5)),
	CONSTRAINT "response_attentiveness" CHECK("response"."attentiveness" in (1, 2, 3, 4, 5)),
	CONSTRAINT "response_respect" CHECK("response"."respect" in (1, 2, 3, 4, 5)),
	CONSTRAINT "response_timeliness" CHECK("response"."timeliness" in (1, 2, 3, 4, 5)),
	CONSTRAINT "response_overall" CHECK("response"."overall" in (1, 2, 3, 4, 5)),
	CONSTRAINT "response_rated" CHECK(coalesce("helpfulness", "expertise", "attentiveness", "respect", "timeliness", "overall") is not null)
);
--> statement-breakpoint
CREATE INDEX `response_quarter` ON `response` (`quarter`,`region_id`);--> statement-breakpoint
CREATE TABLE `response_tally` (
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`k` integer NOT NULL,
	`s` integer NOT NULL,
	`responses` integer NOT NULL,
	PRIMARY KEY(`region_id`, `quarter`, `k`, `s`),
	CONSTRAINT "response_tally_responses" CHECK("response_tally"."responses" >= 0)
);
--> statement-breakpoint
CREATE TABLE `setting` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `snapshot` (
	`id` text PRIMARY KEY NOT NULL,
	`department_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`version` integer NOT NULL,
	`target` integer NOT NULL,
	`figures` text NOT NULL,
	`sha256` text NOT NULL,
	`tallies` text NOT NULL,
	`closed_at` integer NOT NULL,
	`closed_by` text NOT NULL,
	`reason` text,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `snapshot_version` ON `snapshot` (`department_id`,`quarter`,`version`);--> statement-breakpoint
CREATE TABLE `token` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`sha256` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `token_sha256_unique` ON `token` (`sha256`);