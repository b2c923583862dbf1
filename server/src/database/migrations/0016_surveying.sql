CREATE TABLE `campaign` (
	`id` integer PRIMARY KEY NOT NULL,
	`send_id` text NOT NULL,
	`department_id` integer NOT NULL,
	`region_id` integer,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`purpose` text NOT NULL,
	`audience` text NOT NULL,
	`stage` text NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`goal` integer,
	`invited` integer,
	`proposed_at` integer NOT NULL,
	`proposed_by` text NOT NULL,
	`decided_at` integer,
	`decided_by` text,
	`reason` text,
	`ended_at` integer,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`region_id`) REFERENCES `region`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposed_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `campaign_send` ON `campaign` (`send_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `campaign_code` ON `campaign` (`code`);--> statement-breakpoint
CREATE INDEX `campaign_department` ON `campaign` (`department_id`,`stage`);--> statement-breakpoint
CREATE TABLE `campaign_mailing` (
	`id` integer PRIMARY KEY NOT NULL,
	`campaign_id` integer NOT NULL,
	`position` integer NOT NULL,
	`text` text NOT NULL,
	`queued_at` integer NOT NULL,
	`queued_by` text NOT NULL,
	`recipients` integer NOT NULL,
	`bounced` integer,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaign`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`queued_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `campaign_mailing_once` ON `campaign_mailing` (`campaign_id`,`position`);--> statement-breakpoint
CREATE TABLE `campaign_rating_tally` (
	`campaign_id` integer NOT NULL,
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`helpfulness1` integer DEFAULT 0 NOT NULL,
	`helpfulness2` integer DEFAULT 0 NOT NULL,
	`helpfulness3` integer DEFAULT 0 NOT NULL,
	`helpfulness4` integer DEFAULT 0 NOT NULL,
	`helpfulness5` integer DEFAULT 0 NOT NULL,
	`expertise1` integer DEFAULT 0 NOT NULL,
	`expertise2` integer DEFAULT 0 NOT NULL,
	`expertise3` integer DEFAULT 0 NOT NULL,
	`expertise4` integer DEFAULT 0 NOT NULL,
	`expertise5` integer DEFAULT 0 NOT NULL,
	`attentiveness1` integer DEFAULT 0 NOT NULL,
	`attentiveness2` integer DEFAULT 0 NOT NULL,
	`attentiveness3` integer DEFAULT 0 NOT NULL,
	`attentiveness4` integer DEFAULT 0 NOT NULL,
	`attentiveness5` integer DEFAULT 0 NOT NULL,
	`respect1` integer DEFAULT 0 NOT NULL,
	`respect2` integer DEFAULT 0 NOT NULL,
	`respect3` integer DEFAULT 0 NOT NULL,
	`respect4` integer DEFAULT 0 NOT NULL,
	`respect5` integer DEFAULT 0 NOT NULL,
	`timeliness1` integer DEFAULT 0 NOT NULL,
	`timeliness2` integer DEFAULT 0 NOT NULL,
	`timeliness3` integer DEFAULT 0 NOT NULL,
	`timeliness4` integer DEFAULT 0 NOT NULL,
	`timeliness5` integer DEFAULT 0 NOT NULL,
	`overall1` integer DEFAULT 0 NOT NULL,
	`overall2` integer DEFAULT 0 NOT NULL,
	`overall3` integer DEFAULT 0 NOT NULL,
	`overall4` integer DEFAULT 0 NOT NULL,
	`overall5` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`campaign_id`, `region_id`, `quarter`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `campaign_recipient` (
	`id` text PRIMARY KEY NOT NULL,
	`campaign_id` integer NOT NULL,
	`email` text NOT NULL,
	FOREIGN KEY (`campaign_id`) REFERENCES `campaign`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `campaign_recipient_once` ON `campaign_recipient` (`campaign_id`,`email`);--> statement-breakpoint
CREATE TABLE `campaign_response_tally` (
	`campaign_id` integer NOT NULL,
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`k` integer NOT NULL,
	`s` integer NOT NULL,
	`responses` integer NOT NULL,
	PRIMARY KEY(`campaign_id`, `region_id`, `quarter`, `k`, `s`),
	CONSTRAINT "campaign_response_tally_responses" CHECK("campaign_response_tally"."responses" >= 0)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `customer_group` (
	`id` integer PRIMARY KEY NOT NULL,
	`department_id` integer NOT NULL,
	`code` text NOT NULL,
	`names` text NOT NULL,
	`place` integer NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `customer_group_code` ON `customer_group` (`department_id`,`code`);--> statement-breakpoint
CREATE TABLE `digest_choice` (
	`person_id` text NOT NULL,
	`kind` text NOT NULL,
	`frequency` text NOT NULL,
	`through` integer NOT NULL,
	PRIMARY KEY(`person_id`, `kind`),
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `division` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`place` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `division_name_unique` ON `division` (`name`);--> statement-breakpoint
CREATE TABLE `group_rating_tally` (
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`group_id` integer NOT NULL,
	`helpfulness1` integer DEFAULT 0 NOT NULL,
	`helpfulness2` integer DEFAULT 0 NOT NULL,
	`helpfulness3` integer DEFAULT 0 NOT NULL,
	`helpfulness4` integer DEFAULT 0 NOT NULL,
	`helpfulness5` integer DEFAULT 0 NOT NULL,
	`expertise1` integer DEFAULT 0 NOT NULL,
	`expertise2` integer DEFAULT 0 NOT NULL,
	`expertise3` integer DEFAULT 0 NOT NULL,
	`expertise4` integer DEFAULT 0 NOT NULL,
	`expertise5` integer DEFAULT 0 NOT NULL,
	`attentiveness1` integer DEFAULT 0 NOT NULL,
	`attentiveness2` integer DEFAULT 0 NOT NULL,
	`attentiveness3` integer DEFAULT 0 NOT NULL,
	`attentiveness4` integer DEFAULT 0 NOT NULL,
	`attentiveness5` integer DEFAULT 0 NOT NULL,
	`respect1` integer DEFAULT 0 NOT NULL,
	`respect2` integer DEFAULT 0 NOT NULL,
	`respect3` integer DEFAULT 0 NOT NULL,
	`respect4` integer DEFAULT 0 NOT NULL,
	`respect5` integer DEFAULT 0 NOT NULL,
	`timeliness1` integer DEFAULT 0 NOT NULL,
	`timeliness2` integer DEFAULT 0 NOT NULL,
	`timeliness3` integer DEFAULT 0 NOT NULL,
	`timeliness4` integer DEFAULT 0 NOT NULL,
	`timeliness5` integer DEFAULT 0 NOT NULL,
	`overall1` integer DEFAULT 0 NOT NULL,
	`overall2` integer DEFAULT 0 NOT NULL,
	`overall3` integer DEFAULT 0 NOT NULL,
	`overall4` integer DEFAULT 0 NOT NULL,
	`overall5` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`region_id`, `quarter`, `group_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `group_response_tally` (
	`region_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`group_id` integer NOT NULL,
	`k` integer NOT NULL,
	`s` integer NOT NULL,
	`responses` integer NOT NULL,
	PRIMARY KEY(`region_id`, `quarter`, `group_id`, `k`, `s`),
	CONSTRAINT "group_response_tally_responses" CHECK("group_response_tally"."responses" >= 0)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `group_year` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`department_id` integer NOT NULL,
	`year` text NOT NULL,
	`figures` text NOT NULL,
	`sha256` text NOT NULL,
	`snapshots` text NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `group_year_once` ON `group_year` (`department_id`,`year`);--> statement-breakpoint
CREATE TABLE `service_standard` (
	`id` integer PRIMARY KEY NOT NULL,
	`department_id` integer,
	`text` text NOT NULL,
	`area` text NOT NULL,
	`measure` text NOT NULL,
	`of` text NOT NULL,
	`direction` text NOT NULL,
	`target` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`ended_at` integer,
	`ended_by` text,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ended_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `service_standard_department` ON `service_standard` (`department_id`);--> statement-breakpoint
CREATE TABLE `standard_value` (
	`id` text PRIMARY KEY NOT NULL,
	`standard_id` integer NOT NULL,
	`department_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`value` integer NOT NULL,
	`note` text,
	`at` integer NOT NULL,
	`person_id` text NOT NULL,
	FOREIGN KEY (`standard_id`) REFERENCES `service_standard`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `standard_value_quarter` ON `standard_value` (`department_id`,`quarter`,`standard_id`);--> statement-breakpoint
CREATE TABLE `survey_plan` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`department_id` integer NOT NULL,
	`version` integer NOT NULL,
	`who` text NOT NULL,
	`how` text NOT NULL,
	`use` text NOT NULL,
	`modes` text NOT NULL,
	`formats` text NOT NULL,
	`languages` text NOT NULL,
	`frequency` text NOT NULL,
	`next_on` text NOT NULL,
	`review_on` text NOT NULL,
	`at` integer NOT NULL,
	`person_id` text NOT NULL,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `survey_plan_version` ON `survey_plan` (`department_id`,`version`);--> statement-breakpoint
CREATE TABLE `survey_plan_reminder` (
	`department_id` integer NOT NULL,
	`kind` text NOT NULL,
	`due_on` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`department_id`, `kind`, `due_on`),
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `training` (
	`id` text PRIMARY KEY NOT NULL,
	`department_id` integer NOT NULL,
	`region_id` integer,
	`held_on` text NOT NULL,
	`topic` text NOT NULL,
	`attended` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`removed_at` integer,
	`removed_by` text,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`region_id`) REFERENCES `region`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`removed_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `training_department` ON `training` (`department_id`,`held_on`);--> statement-breakpoint
ALTER TABLE `department` ADD `division_id` integer REFERENCES division(id);--> statement-breakpoint
ALTER TABLE `department` ADD `asks_group` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `response` ADD `group_id` integer REFERENCES customer_group(id);--> statement-breakpoint
ALTER TABLE `response` ADD `campaign_id` integer REFERENCES campaign(id);--> statement-breakpoint
ALTER TABLE `role_grant` ADD `appointed_by` text;--> statement-breakpoint
ALTER TABLE `role_grant` ADD `appointed_on` text;--> statement-breakpoint
ALTER TABLE `snapshot` ADD `groups` text;