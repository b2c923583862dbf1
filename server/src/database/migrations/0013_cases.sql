CREATE TABLE `calendar_version` (
	`id` integer PRIMARY KEY NOT NULL,
	`department_id` integer NOT NULL,
	`since` integer NOT NULL,
	`settings` text NOT NULL,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `calendar_version_department` ON `calendar_version` (`department_id`,`since`);--> statement-breakpoint
CREATE TABLE `case_about` (
	`case_id` integer NOT NULL,
	`employee_id` integer NOT NULL,
	`named_at` integer NOT NULL,
	`named_by` text NOT NULL,
	PRIMARY KEY(`case_id`, `employee_id`),
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`employee_id`) REFERENCES `employee`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`named_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `case_contact` (
	`case_id` integer PRIMARY KEY NOT NULL,
	`title` text,
	`name` text,
	`email` text,
	`phone` text,
	`post` text,
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `case_danger` (
	`id` integer PRIMARY KEY NOT NULL,
	`case_id` integer NOT NULL,
	`raised_at` integer NOT NULL,
	`raised_by` text,
	`outcome` text,
	`outcome_on` text,
	`outcome_text` text,
	`outcome_by` text,
	`outcome_at` integer,
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`raised_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`outcome_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_danger_case` ON `case_danger` (`case_id`);--> statement-breakpoint
CREATE TABLE `case_event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`case_id` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`person_id` text,
	`detail` text,
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_event_case` ON `case_event` (`case_id`,`at`,`id`);--> statement-breakpoint
CREATE TABLE `case_file` (
	`id` integer PRIMARY KEY NOT NULL,
	`reference` text NOT NULL,
	`receipt_hash` text NOT NULL,
	`department_id` integer NOT NULL,
	`region_id` integer,
	`desk_id` integer NOT NULL,
	`sight` text NOT NULL,
	`kind` text NOT NULL,
	`channel` text NOT NULL,
	`language` text NOT NULL,
	`stage` text NOT NULL,
	`text` text,
	`received_at` integer NOT NULL,
	`is_time_hidden` integer DEFAULT 0 NOT NULL,
	`entered_by` text,
	`response_id` text,
	`flags` text,
	`send_id` text,
	`owner_id` text,
	`due_on` text,
	`opened_at` integer NOT NULL,
	`closed_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`rules_id` integer,
	`due_at` integer,
	`breaches` integer DEFAULT 0 NOT NULL,
	`calendar_id` integer,
	`is_unread` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`region_id`) REFERENCES `region`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`desk_id`) REFERENCES `desk`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`entered_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`rules_id`) REFERENCES `case_rules`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`calendar_id`) REFERENCES `calendar_version`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `case_reference` ON `case_file` (`reference`);--> statement-breakpoint
CREATE UNIQUE INDEX `case_receipt` ON `case_file` (`receipt_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `case_send` ON `case_file` (`send_id`);--> statement-breakpoint
CREATE INDEX `case_open` ON `case_file` (`desk_id`,`closed_at`,`due_at`,`is_unread`);--> statement-breakpoint
CREATE INDEX `case_department` ON `case_file` (`department_id`,`closed_at`,`due_at`,`is_unread`);--> statement-breakpoint
CREATE INDEX `case_owner` ON `case_file` (`owner_id`,`closed_at`,`due_at`,`is_unread`);--> statement-breakpoint
CREATE INDEX `case_response` ON `case_file` (`response_id`) WHERE response_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `case_message` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`person_id` text,
	`way` text,
	`text` text,
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_message_case` ON `case_message` (`case_id`,`at`);--> statement-breakpoint
CREATE TABLE `case_reminder` (
	`case_id` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`case_id`, `kind`),
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `case_route` (
	`department_id` integer NOT NULL,
	`kind` text NOT NULL,
	`desk_id` integer NOT NULL,
	PRIMARY KEY(`department_id`, `kind`),
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`desk_id`) REFERENCES `desk`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `case_rules` (
	`id` integer PRIMARY KEY NOT NULL,
	`department_id` integer NOT NULL,
	`pack` text NOT NULL,
	`rules` text NOT NULL,
	`since` integer NOT NULL,
	`made_by` text NOT NULL,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`made_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_rules_department` ON `case_rules` (`department_id`,`since`);--> statement-breakpoint
CREATE TABLE `desk` (
	`id` integer PRIMARY KEY NOT NULL,
	`department_id` integer,
	`duty` text,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`is_restricted` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `desk_slug` ON `desk` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `desk_department` ON `desk` (`department_id`) WHERE duty = 'department';--> statement-breakpoint
CREATE UNIQUE INDEX `desk_duty` ON `desk` (`duty`) WHERE duty <> 'department';--> statement-breakpoint
CREATE TABLE `printed_form` (
	`reference` text PRIMARY KEY NOT NULL,
	`receipt_hash` text NOT NULL,
	`printed_at` integer NOT NULL,
	`printed_by` text NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`printed_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `printed_form_receipt` ON `printed_form` (`receipt_hash`);--> statement-breakpoint
ALTER TABLE `role_grant` ADD `desk_id` integer REFERENCES desk(id);--> statement-breakpoint
ALTER TABLE `role_grant` ADD `is_pending` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `role_grant` ADD `confirmed_at` integer;--> statement-breakpoint
ALTER TABLE `role_grant` ADD `confirmed_by` text REFERENCES person(id);
--> statement-breakpoint
CREATE VIRTUAL TABLE `case_search` USING fts5(words, people, tokenize='trigram remove_diacritics 1');--> statement-breakpoint
INSERT INTO `case_search` (`case_search`, rank) VALUES ('secure-delete', 1);--> statement-breakpoint
INSERT INTO `desk` (`duty`, `slug`, `name`, `is_restricted`, `created_at`) VALUES
	('clerk', 'clerk', 'Clerk', 1, 0),
	('treasury', 'treasury', 'Treasury', 0, 0),
	('chief administrative officer', 'administration', 'Chief administrative officer', 0, 0),
	('accessibility', 'accessibility', 'Discrimination and accessibility', 0, 0);--> statement-breakpoint
INSERT INTO `desk` (`department_id`, `duty`, `slug`, `name`, `created_at`)
	SELECT `id`, 'department', `slug` || '-desk', `name`, 0 FROM `department`;
