CREATE TABLE `case_action` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` integer NOT NULL,
	`text` text,
	`owner_id` text,
	`due_on` text,
	`opened_at` integer NOT NULL,
	`closed_at` integer,
	`opened_by` text NOT NULL,
	`ending` text,
	`outcome` text,
	`closed_by` text,
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`opened_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`closed_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_action_case` ON `case_action` (`case_id`);--> statement-breakpoint
CREATE INDEX `case_action_owner` ON `case_action` (`owner_id`,`closed_at`,`due_on`);--> statement-breakpoint
CREATE INDEX `case_action_due` ON `case_action` (`due_on`) WHERE closed_at IS NULL;--> statement-breakpoint
CREATE TABLE `case_breach` (
	`case_id` integer PRIMARY KEY NOT NULL,
	`is_breach` integer NOT NULL,
	`reason` text,
	`decided_at` integer NOT NULL,
	`decided_by` text NOT NULL,
	`person_notified_on` text,
	`person_notified_by` text,
	`commissioner_notified_on` text,
	`commissioner_notified_by` text,
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_notified_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`commissioner_notified_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `case_erasure` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` integer NOT NULL,
	`reason` text NOT NULL,
	`asked_at` integer NOT NULL,
	`asked_by` text NOT NULL,
	`refused_at` integer,
	`refused_by` text,
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`refused_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `case_erasure_one` ON `case_erasure` (`case_id`) WHERE refused_at IS NULL;--> statement-breakpoint
CREATE TABLE `case_hold` (
	`id` integer PRIMARY KEY NOT NULL,
	`case_id` integer NOT NULL,
	`reason` text NOT NULL,
	`placed_at` integer NOT NULL,
	`placed_by` text NOT NULL,
	`lifted_at` integer,
	`lifted_by` text,
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`placed_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`lifted_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `case_hold_one` ON `case_hold` (`case_id`) WHERE lifted_at IS NULL;--> statement-breakpoint
CREATE TABLE `case_improvement` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` integer NOT NULL,
	`at` integer NOT NULL,
	`person_id` text NOT NULL,
	`answer` text NOT NULL,
	`text` text,
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_improvement_case` ON `case_improvement` (`case_id`);--> statement-breakpoint
CREATE TABLE `case_letter` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` integer NOT NULL,
	`message_id` text,
	`kind` text NOT NULL,
	`language` text NOT NULL,
	`day` text NOT NULL,
	`made_at` integer NOT NULL,
	`made_by` text NOT NULL,
	`content` text,
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`message_id`) REFERENCES `case_message`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`made_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_letter_case` ON `case_letter` (`case_id`,`made_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `case_letter_message` ON `case_letter` (`message_id`) WHERE message_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `case_link` (
	`case_id` integer NOT NULL,
	`other_id` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`person_id` text NOT NULL,
	PRIMARY KEY(`case_id`, `other_id`),
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`other_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_link_other` ON `case_link` (`other_id`);--> statement-breakpoint
CREATE TABLE `case_referral` (
	`id` text PRIMARY KEY NOT NULL,
	`case_id` integer NOT NULL,
	`agency` text,
	`need` text,
	`asked_at` integer NOT NULL,
	`asked_by` text NOT NULL,
	`permission` text NOT NULL,
	`permission_way` text,
	`permission_at` integer,
	`permission_by` text,
	`passed_at` integer,
	`passed_by` text,
	`follow_up_on` text,
	`followed_up_at` integer,
	`followed_up_by` text,
	`outcome` text,
	FOREIGN KEY (`case_id`) REFERENCES `case_file`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`permission_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`passed_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`followed_up_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_referral_case` ON `case_referral` (`case_id`);--> statement-breakpoint
CREATE INDEX `case_referral_follow_up` ON `case_referral` (`follow_up_on`) WHERE followed_up_at IS NULL AND passed_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `case_retention` (
	`department_id` integer NOT NULL,
	`kind` text NOT NULL,
	`min_months` integer NOT NULL,
	`max_months` integer NOT NULL,
	`contact_months` integer NOT NULL,
	`authority` text,
	`updated_at` integer NOT NULL,
	`updated_by` text NOT NULL,
	PRIMARY KEY(`department_id`, `kind`),
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`updated_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `case_review` (
	`id` integer PRIMARY KEY NOT NULL,
	`department_id` integer,
	`quarter` text NOT NULL,
	`version` integer NOT NULL,
	`signed_at` integer NOT NULL,
	`person_id` text NOT NULL,
	`figures` text NOT NULL,
	`sha256` text NOT NULL,
	`attestation` text NOT NULL,
	`conclusions` text NOT NULL,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `case_review_version` ON `case_review` (`department_id`,`quarter`,`version`);--> statement-breakpoint
CREATE UNIQUE INDEX `case_review_agency` ON `case_review` (`quarter`,`version`) WHERE department_id IS NULL;--> statement-breakpoint
CREATE TABLE `case_review_decision` (
	`id` text PRIMARY KEY NOT NULL,
	`review_id` integer NOT NULL,
	`text` text NOT NULL,
	`owner` text NOT NULL,
	`due_on` text NOT NULL,
	`done_on` text,
	`done_by` text,
	FOREIGN KEY (`review_id`) REFERENCES `case_review`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`done_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_review_decision_review` ON `case_review_decision` (`review_id`);--> statement-breakpoint
CREATE TABLE `case_settings` (
	`department_id` integer PRIMARY KEY NOT NULL,
	`survey_region_id` integer,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`survey_region_id`) REFERENCES `region`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `erased_case` (
	`id` integer PRIMARY KEY NOT NULL,
	`case_id` integer,
	`department_id` integer NOT NULL,
	`kind` text NOT NULL,
	`received_in` text NOT NULL,
	`closed_in` text,
	`erased_at` integer NOT NULL,
	`why` text NOT NULL,
	`reason` text,
	`asked_by` text,
	`agreed_by` text,
	`authority` text,
	`send_hash` text,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agreed_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `erased_case_department` ON `erased_case` (`department_id`,`erased_at`);--> statement-breakpoint
CREATE INDEX `erased_case_now` ON `erased_case` (`case_id`) WHERE case_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `erased_case_send` ON `erased_case` (`send_hash`) WHERE send_hash IS NOT NULL;--> statement-breakpoint
CREATE TABLE `letter_template` (
	`department_id` integer NOT NULL,
	`language` text NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`updated_at` integer NOT NULL,
	`updated_by` text NOT NULL,
	PRIMARY KEY(`department_id`, `language`, `kind`),
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`updated_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `case_received` ON `case_file` (`department_id`,`received_at`);--> statement-breakpoint
CREATE INDEX `case_desk_received` ON `case_file` (`desk_id`,`received_at`);