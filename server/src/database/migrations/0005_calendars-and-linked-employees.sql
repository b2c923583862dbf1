CREATE TABLE `department_day` (
	`id` integer PRIMARY KEY NOT NULL,
	`department_id` integer NOT NULL,
	`day` text NOT NULL,
	`kind` text NOT NULL,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	FOREIGN KEY (`department_id`) REFERENCES `department`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "department_day_kind" CHECK("department_day"."kind" in ('closed', 'open'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `department_day_once` ON `department_day` (`department_id`,`day`);--> statement-breakpoint
ALTER TABLE `department` ADD `opening_hours` text;--> statement-breakpoint
ALTER TABLE `employee` ADD `person_id` text REFERENCES person(id);--> statement-breakpoint
CREATE UNIQUE INDEX `employee_person` ON `employee` (`person_id`);